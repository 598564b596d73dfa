import type { DeletionPreview } from '@coinslot/shared/http/account-data.ts';
import { SignInProvider, providerNames } from '@coinslot/shared/http/sign-in.ts';
import { plural, t } from '@lingui/core/macro';
import { formatCoins } from '../../lib/format.ts';

/** What happens at once, a line each; only what concerns this account. */
export function describeDeletion(preview: DeletionPreview): string[] {
  const { coinsLost, machinesRunning, machinesWaiting, keysRevoked, sessionsEnded, identitiesRemoved } =
    preview;
  const providers = SignInProvider.options
    .filter((id) => identitiesRemoved.includes(id))
    .map((id) => providerNames[id]);
  const coins = coinsLost.earned + coinsLost.bought + coinsLost.held;
  return [
    coins > 0 ? t`You lose ${formatCoins(coins)}, the bought ones too.` : t`You have no coins to lose.`,
    ...(machinesRunning.length > 0
      ? [
          plural(machinesRunning.length, {
            one: '# machine is ended with what is on it; its unused time is not paid back.',
            other: '# machines are ended with what is on them; their unused time is not paid back.',
          }),
        ]
      : []),
    ...(machinesWaiting > 0
      ? [
          plural(machinesWaiting, {
            one: '# waiting machine is cancelled.',
            other: '# waiting machines are cancelled.',
          }),
        ]
      : []),
    ...(keysRevoked > 0
      ? [plural(keysRevoked, { one: '# API key is revoked.', other: '# API keys are revoked.' })]
      : []),
    ...(providers.length > 0 ? [t`${providers.join(', ')}: unlinked.`] : []),
    plural(sessionsEnded, { one: '# browser is signed out.', other: '# browsers are signed out.' }),
    t`Your name, address, password, passkeys and notifications are erased.`,
  ];
}

export function describeKept(kept: DeletionPreview['kept'][number]): string {
  switch (kept) {
    case 'transfers':
      return t`Movements of coins, so that the house’s books add up.`;
    case 'machines':
      return t`That machines ran, and for how long.`;
    case 'audit_lines':
      return t`What admins did, in the audit log.`;
    case 'reward_marks':
      return t`A scrambled mark of your sign-ins, so that welcome coins and vouchers are given once.`;
  }
}

export function describeBlock(block: DeletionPreview['blockedBy'][number]): string {
  switch (block) {
    case 'last_admin':
      return t`You are the last admin. Make somebody else an admin first.`;
    case 'coins_owed':
      return t`Your wallet owes coins. Settle that first.`;
  }
}
