/**
 * How long a worker whose key was voided keeps its leases: time for the broker that holds its socket to close it (every
 * two seconds each broker looks), so that the worker has stopped before another one touches the same seat.
 */
export const handOverWithinMs = 5000;
