import type { Notification, SecurityEvent } from '@coinslot/shared/http/notifications.ts';
import { endedEarly, endReasons } from '@coinslot/shared/states/end-reason.ts';
import { sayCoins, sayTime } from './words.ts';

const securityWords: Readonly<Record<SecurityEvent, string>> = {
  new_device: 'A new browser signed in',
  password_changed: 'Your password was changed',
  password_removed: 'Your password was removed',
  email_changed: 'Your e-mail address was changed',
  second_factor_on: 'The second factor was switched on',
  second_factor_off: 'The second factor was switched off',
  recovery_codes_made: 'New recovery codes were made',
  recovery_code_used: 'A recovery code was used',
  passkey_added: 'A passkey was added',
  passkey_removed: 'A passkey was removed',
  identity_linked: 'Another account was linked',
  identity_unlinked: 'Another account was unlinked',
  api_key_made: 'An API key was made',
  device_approved: 'A program was signed in',
};

/** A notification in the words of its page. */
export function sayNotification({ kind, params }: Notification): { title: string; detail: string } {
  switch (kind) {
    case 'machine_ready':
      return { title: `${params.machineName} is ready`, detail: 'Its time runs from now on.' };
    case 'machine_expiring':
      return {
        title: `${params.machineName} ends at ${sayTime(params.endsAt)}`,
        detail: 'Save your work, or add time.',
      };
    case 'machine_failed': {
      const { machineName, reason, detail, refunded } = params;
      const title = endedEarly(reason) ? `${machineName} ended early` : `${machineName} failed`;
      return { title, detail: `${detail ?? endReasons[reason].text} ${sayRefund(refunded)}` };
    }
    case 'machine_ended': {
      const refund = params.refunded > 0 ? ` ${sayRefund(params.refunded)}` : '';
      return {
        title: `${params.machineName} has ended`,
        detail: `${endReasons[params.reason].text}${refund}`,
      };
    }
    case 'low_balance':
      return {
        title: `You have ${sayCoins(params.available)} left`,
        detail: `That is less than ${sayCoins(params.below)}.`,
      };
    case 'announcement':
      return { title: params.title, detail: 'A new announcement' };
    case 'coins_adjusted':
      return {
        title: `An admin ${params.coins > 0 ? 'added' : 'removed'} ${sayCoins(Math.abs(params.coins))}`,
        detail: params.reason,
      };
    case 'security': {
      const { event, device, address } = params;
      const where = [device, address].filter((part) => part !== null).join(', ');
      return { title: securityWords[event], detail: where };
    }
    case 'voucher':
      return { title: `${sayCoins(params.coins)} from a voucher`, detail: params.voucherName };
  }
}

function sayRefund(coins: number): string {
  return coins > 0 ? `${sayCoins(coins)} came back.` : 'Nothing was paid for it.';
}
