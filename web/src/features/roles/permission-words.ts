import { Permission } from '@coinslot/shared/permissions.ts';
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';

/** What each permission lets its holder do, as a sentence that begins with "may". */
export const permissionWords = {
  'admin.overview.read': msg`See the overview: coins, machines, failures, what needs a person`,
  'admin.incidents.read': msg`See what is stuck, and what was`,
  'admin.incidents.end_session': msg`Have a lab asked again to end a session`,
  'admin.incidents.release_seat': msg`Release a seat by taking its session as ended`,
  'admin.incidents.look': msg`Have a worker look at what runs on a seat`,
  'admin.users.read': msg`See all members, their e-mail addresses, where they are signed in, and the notes about them`,
  'admin.users.disable': msg`Disable members of a lower rank and enable them again`,
  'admin.users.notes': msg`Write notes about members`,
  'admin.users.sessions': msg`Sign members of a lower rank out`,
  'admin.users.view_as': msg`See the pages as a member of a lower rank sees them, changing nothing`,
  'admin.roles.read': msg`See roles and who may what`,
  'admin.roles.write': msg`Make and change roles of a lower rank, and give them to members`,
  'admin.wallets.read': msg`See members’ coins and every movement of them`,
  'admin.wallets.adjust': msg`Add coins to members and take them away`,
  'admin.workers.read': msg`See the fleet: workers, queue and placement`,
  'admin.workers.enrol': msg`Enrol workers and change their slots and labels`,
  'admin.workers.drain': msg`Drain workers and take them back into service`,
  'admin.workers.revoke': msg`Revoke workers for good`,
  'admin.machines.read': msg`See all machines with their events and logs`,
  'admin.machines.stop': msg`Stop members’ machines`,
  'admin.machines.refund': msg`Give coins of machines that are over back to their owners`,
  'admin.machines.watch': msg`Watch the lab’s page while a machine is being prepared`,
  'admin.machines.operate': msg`Pause that work, and click and type on the lab’s page by hand`,
  'admin.evidence.read': msg`See the evidence of failures: pictures and pages of the lab`,
  'admin.pools.read': msg`See pools`,
  'admin.pools.write': msg`Make, change and delete pools`,
  'admin.products.read': msg`See products, archived ones too`,
  'admin.products.write': msg`Make, change, archive and delete products`,
  'admin.labs.read': msg`See labs and their permission records`,
  'admin.labs.write': msg`Make and change labs, record permissions, switch labs off`,
  'admin.seats.read': msg`See the seats of labs, without their passwords`,
  'admin.seats.write': msg`Make, change, disable and delete seats`,
  'admin.vouchers.read': msg`See vouchers and who redeemed them`,
  'admin.vouchers.write': msg`Make and disable vouchers, and download their codes`,
  'admin.announcements.read': msg`See announcements before they are published`,
  'admin.announcements.write': msg`Write, change and delete announcements`,
  'admin.outbox.read': msg`See mails and messages that go out`,
  'admin.outbox.write': msg`Try messages again and discard them`,
  'admin.settings.read': msg`See the settings, without secrets`,
  'admin.settings.write': msg`Change the settings: sign-in, Discord, mail, pages`,
  'admin.audit.read': msg`See the audit log`,
  'admin.audit.export': msg`Download the audit log`,
} satisfies Record<Permission, MessageDescriptor>;

const areaWords = {
  overview: msg`Overview`,
  incidents: msg`Incidents`,
  users: msg`Members`,
  roles: msg`Roles`,
  wallets: msg`Coins`,
  workers: msg`Workers`,
  machines: msg`Machines`,
  evidence: msg`Evidence`,
  pools: msg`Pools`,
  products: msg`Products`,
  labs: msg`Labs`,
  seats: msg`Seats`,
  vouchers: msg`Vouchers`,
  announcements: msg`Announcements`,
  outbox: msg`Outbox`,
  settings: msg`Settings`,
  audit: msg`Audit log`,
};
type Area = keyof typeof areaWords;

export type PermissionArea = {
  area: Area;
  label: MessageDescriptor;
  /** Those that only look … */
  reads: Permission[];
  /** … and those that change something. */
  writes: Permission[];
};

/** All permissions by what they are about, in the order of the contract. */
export function listAreas(): PermissionArea[] {
  return (Object.keys(areaWords) as Area[]).map((area) => {
    const all = Permission.options.filter((permission) => permission.split('.')[1] === area);
    const isRead = (permission: Permission) => permission.endsWith('.read');
    return {
      area,
      label: areaWords[area],
      reads: all.filter(isRead),
      writes: all.filter((permission) => !isRead(permission)),
    };
  });
}

/** Permissions that are of little use because their holder cannot open the page that they belong to. */
export function findBlindWrites(chosen: readonly Permission[]): Permission[] {
  return listAreas().flatMap(({ reads, writes }) =>
    reads.some((read) => !chosen.includes(read)) ? writes.filter((write) => chosen.includes(write)) : [],
  );
}
