import type { ApiKeyScope } from '@coinslot/shared/http/api-keys.ts';
import { t } from '@lingui/core/macro';

/** What a key or a program with this scope may do, as a sentence beside a box. */
export function describeScope(scope: ApiKeyScope): string {
  switch (scope) {
    case 'account.read':
      return t`Read your name, address and limits`;
    case 'products.read':
      return t`Read the shop`;
    case 'machines.read':
      return t`Read your machines and their logs`;
    case 'machines.write':
      return t`Buy machines with your coins, extend, restart and stop them`;
    case 'machines.connect':
      return t`Log in to your machines: read their passwords and keys, open terminals and connections`;
    case 'wallet.read':
      return t`Read your wallet and its movements`;
    case 'vouchers.redeem':
      return t`Redeem vouchers`;
    case 'notifications.read':
      return t`Read your notifications`;
    case 'admin':
      return t`Everything that your roles allow on the admin pages`;
  }
}

/** True for what spends coins or works on other members' things. */
export function isPowerful(scope: ApiKeyScope): boolean {
  return scope === 'machines.write' || scope === 'machines.connect' || scope === 'admin';
}
