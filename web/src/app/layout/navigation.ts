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
import { paths } from '../paths.ts';

export type NavigationItem = { to: string; label: MessageDescriptor; icon: LucideIcon };

const memberItems: readonly NavigationItem[] = [
  { to: paths.shop, label: msg`Shop`, icon: ShoppingBag },
  { to: paths.machines, label: msg`Machines`, icon: Monitor },
  { to: paths.wallet, label: msg`Wallet`, icon: WalletMinimal },
  { to: paths.account, label: msg`Account`, icon: CircleUserRound },
];

/** True when one of the admin pages is for this member; which, stands in admin-navigation.ts. */
function mayOpenAdmin(me: Me): boolean {
  return me.permissions.some((permission) => /^admin\.(?!wallets|evidence|seats).*\.read$/.test(permission));
}

/** The main navigation; the admin entry leads to the first admin page that is allowed. */
export function mainItems(me: Me): readonly NavigationItem[] {
  return mayOpenAdmin(me)
    ? [...memberItems, { to: paths.admin, label: msg`Admin`, icon: ShieldCheck }]
    : memberItems;
}
