export { acknowledgeLease } from './acknowledge-lease.ts';
export { countLostLeases, type LostLeaseReason } from './count-lost-leases.ts';
export { extendLeases } from './extend-leases.ts';
export { grantLease } from './grant-lease.ts';
export { readOpenLease } from './read-open-lease.ts';
export { releaseLease } from './release-lease.ts';
export { type RemainingLease, renewLeases } from './renew-leases.ts';
export { shortenLeases } from './shorten-leases.ts';
export { leases } from './tables.ts';
