import type { Me } from '@coinslot/shared/http/me.ts';
import type { Permission } from '@coinslot/shared/permissions.ts';
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { mayDo } from '../../features/accounts/api/use-signed-in.ts';
import { paths } from '../paths.ts';

type AdminItem = { to: string; label: MessageDescriptor; permission: Permission };
export type AdminGroup = { label: MessageDescriptor; items: readonly AdminItem[] };

const groups: readonly AdminGroup[] = [
  {
    label: msg`Overview`,
    items: [
      { to: paths.admin, label: msg`Overview`, permission: 'admin.overview.read' },
      { to: paths.adminIncidents, label: msg`Incidents`, permission: 'admin.incidents.read' },
    ],
  },
  {
    label: msg`Running`,
    items: [
      { to: paths.adminFleet, label: msg`Fleet`, permission: 'admin.workers.read' },
      { to: paths.adminMachines, label: msg`Machines`, permission: 'admin.machines.read' },
      { to: paths.adminLabs, label: msg`Labs`, permission: 'admin.labs.read' },
      { to: paths.adminPools, label: msg`Pools`, permission: 'admin.pools.read' },
    ],
  },
  {
    label: msg`Selling`,
    items: [
      { to: paths.adminProducts, label: msg`Products`, permission: 'admin.products.read' },
      { to: paths.adminVouchers, label: msg`Vouchers`, permission: 'admin.vouchers.read' },
    ],
  },
  {
    label: msg`People`,
    items: [
      { to: paths.adminUsers, label: msg`Members`, permission: 'admin.users.read' },
      { to: paths.adminRoles, label: msg`Roles`, permission: 'admin.roles.read' },
    ],
  },
  {
    label: msg`Messages`,
    items: [
      { to: paths.adminAnnouncements, label: msg`Announcements`, permission: 'admin.announcements.read' },
      { to: paths.adminOutbox, label: msg`Outbox`, permission: 'admin.outbox.read' },
    ],
  },
  {
    label: msg`House`,
    items: [
      { to: paths.adminSettings, label: msg`Settings`, permission: 'admin.settings.read' },
      { to: paths.adminAudit, label: msg`Audit log`, permission: 'admin.audit.read' },
    ],
  },
];

/** The groups of admin pages with those pages that this member may read; groups without one are left out. */
export function adminGroups(me: Me): AdminGroup[] {
  return groups
    .map((group) => ({ ...group, items: group.items.filter(({ permission }) => mayDo(me, permission)) }))
    .filter(({ items }) => items.length > 0);
}

/** The group and the page that an address belongs to; undefined when this member may not read it. */
export function findAdminItem(among: readonly AdminGroup[], pathname: string) {
  const here = pathname.replace(/\/+$/, '');
  for (const group of among) {
    const item = group.items.find(({ to }) =>
      to === paths.admin ? here === to : here === to || here.startsWith(`${to}/`),
    );
    if (item) return { group, item };
  }
  return undefined;
}
