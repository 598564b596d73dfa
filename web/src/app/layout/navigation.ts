import type { Me } from '@coinslot/shared/http/me.ts';
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

export type NavigationItem = { to: string; label: string; icon: LucideIcon };

const memberItems: readonly NavigationItem[] = [
  { to: paths.shop, label: 'Shop', icon: ShoppingBag },
  { to: paths.machines, label: 'Machines', icon: Monitor },
  { to: paths.wallet, label: 'Wallet', icon: WalletMinimal },
  { to: paths.account, label: 'Account', icon: CircleUserRound },
];

const adminPages = [
  { to: paths.adminFleet, label: 'Fleet', permission: 'admin.workers.read' },
  { to: paths.adminMachines, label: 'Machines', permission: 'admin.machines.read' },
  { to: paths.adminProducts, label: 'Products', permission: 'admin.products.read' },
  { to: paths.adminLabs, label: 'Labs', permission: 'admin.labs.read' },
  { to: paths.adminPools, label: 'Pools', permission: 'admin.pools.read' },
  { to: paths.adminUsers, label: 'Members', permission: 'admin.users.read' },
  { to: paths.adminAudit, label: 'Audit log', permission: 'admin.audit.read' },
] as const;

/** The admin pages this member may read. */
export function adminItems(me: Me) {
  return adminPages.filter((page) => mayDo(me, page.permission));
}

/** The main navigation; the admin entry leads to the first admin page that is allowed. */
export function mainItems(me: Me): readonly NavigationItem[] {
  return adminItems(me).length > 0
    ? [...memberItems, { to: paths.admin, label: 'Admin', icon: ShieldCheck }]
    : memberItems;
}
