import type { Me } from '@coinslot/shared/http/me.ts';
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import {
  CircleUserRound,
  type LucideIcon,
  Monitor,
  ShieldCheck,
  ShoppingBag,
  WalletMinimal,
} from 'lucide-react';
import { mayDo } from '../../features/accounts/api/use-signed-in.ts';
import { paths } from '../paths.ts';

export type NavigationItem = { to: string; label: MessageDescriptor; icon: LucideIcon };

const memberItems: readonly NavigationItem[] = [
  { to: paths.shop, label: msg`Shop`, icon: ShoppingBag },
  { to: paths.machines, label: msg`Machines`, icon: Monitor },
  { to: paths.wallet, label: msg`Wallet`, icon: WalletMinimal },
  { to: paths.account, label: msg`Account`, icon: CircleUserRound },
];

const adminPages = [
  { to: paths.adminFleet, label: msg`Fleet`, permission: 'admin.workers.read' },
  { to: paths.adminMachines, label: msg`Machines`, permission: 'admin.machines.read' },
  { to: paths.adminProducts, label: msg`Products`, permission: 'admin.products.read' },
  { to: paths.adminLabs, label: msg`Labs`, permission: 'admin.labs.read' },
  { to: paths.adminPools, label: msg`Pools`, permission: 'admin.pools.read' },
  { to: paths.adminUsers, label: msg`Members`, permission: 'admin.users.read' },
  { to: paths.adminAudit, label: msg`Audit log`, permission: 'admin.audit.read' },
] as const;

/** The admin pages this member may read. */
export function adminItems(me: Me) {
  return adminPages.filter((page) => mayDo(me, page.permission));
}

/** The main navigation; the admin entry leads to the first admin page that is allowed. */
export function mainItems(me: Me): readonly NavigationItem[] {
  return adminItems(me).length > 0
    ? [...memberItems, { to: paths.admin, label: msg`Admin`, icon: ShieldCheck }]
    : memberItems;
}
