export { registerDeviceRoutes } from './device-routes.ts';
export { registerKeyRoutes } from './key-routes.ts';
export { listWorkingKeys } from './list-working-keys.ts';
export { purgeKeys } from './purge-keys.ts';
export { readKeyMember } from './read-key-member.ts';
export { revokeKeysOf } from './revoke-keys-of.ts';
export { apiKeys, deviceGrants } from './tables.ts';
