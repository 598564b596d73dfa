import { z } from 'zod';

/** Dotted permissions; reads and writes apart. Roles are sets of them, and one guard checks them on every route and socket. */
export const Permission = z.enum([
  'admin.overview.read',
  'admin.users.read',
  'admin.wallets.read',
  'admin.wallets.adjust',
  'admin.workers.read',
  'admin.workers.enrol',
  'admin.workers.drain',
  'admin.workers.revoke',
  'admin.machines.read',
  'admin.machines.stop',
  'admin.evidence.read',
  'admin.pools.read',
  'admin.pools.write',
  'admin.products.read',
  'admin.products.write',
  'admin.labs.read',
  'admin.labs.write',
  'admin.seats.read',
  'admin.seats.write',
  'admin.audit.read',
]);
export type Permission = z.infer<typeof Permission>;
