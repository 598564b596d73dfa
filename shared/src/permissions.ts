import { z } from 'zod';

/** Dotted permissions; reads and writes apart. Roles are sets of them, and one guard checks them on every route and socket. */
export const Permission = z.enum([
  'admin.overview.read',
  'admin.incidents.read',
  /** Has a lab asked again to end a session. */
  'admin.incidents.end_session',
  /** Takes a session as ended on their own word. */
  'admin.incidents.release_seat',
  /** Has a worker look at what runs on a seat. */
  'admin.incidents.look',
  'admin.users.read',
  'admin.users.disable',
  'admin.users.notes',
  'admin.users.sessions',
  'admin.users.view_as',
  'admin.roles.read',
  'admin.roles.write',
  'admin.wallets.read',
  'admin.wallets.adjust',
  'admin.workers.read',
  'admin.workers.enrol',
  'admin.workers.drain',
  'admin.workers.revoke',
  'admin.machines.read',
  'admin.machines.stop',
  'admin.machines.refund',
  /** Looks at what a worker sees of a lab's page. */
  'admin.machines.watch',
  /** Takes that page in hand, and pauses a machine's preparation. */
  'admin.machines.operate',
  'admin.evidence.read',
  'admin.pools.read',
  'admin.pools.write',
  'admin.products.read',
  'admin.products.write',
  'admin.labs.read',
  'admin.labs.write',
  'admin.seats.read',
  'admin.seats.write',
  'admin.vouchers.read',
  'admin.vouchers.write',
  'admin.announcements.read',
  'admin.announcements.write',
  'admin.outbox.read',
  'admin.outbox.write',
  'admin.settings.read',
  'admin.settings.write',
  'admin.audit.read',
  'admin.audit.export',
]);
export type Permission = z.infer<typeof Permission>;

/** Of the names that a role was given those that this version knows: another one gives nothing. */
export function knownPermissions(names: readonly string[]): Permission[] {
  return Permission.options.filter((known) => names.includes(known));
}
