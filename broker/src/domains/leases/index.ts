export { readOpenLease } from './read-open-lease.ts';
export { releaseLease } from './release-lease.ts';
export { leases } from './tables.ts';
