import type { Notification, SecurityEvent } from '@coinslot/shared/http/notifications.ts';
import { endedEarly, endReasons } from '@coinslot/shared/states/end-reason.ts';
import { t } from '@lingui/core/macro';
import { paths } from '../../app/paths.ts';
import { formatCoins, formatTimeOfDay } from '../../lib/format.ts';
import { sayDevice } from '../../lib/say-device.ts';
import { sayContract } from '../../words/say.ts';
import { describeWaysLeft } from '../sign-in/describe-ways-left.ts';

/** A notification in words, and the page on which its member can do something about it. */
export type NotificationWords = { title: string; detail: string | null; path: string };

export function describeNotification(notification: Notification): NotificationWords {
  const { kind, params } = notification;
  switch (kind) {
    case 'machine_ready':
      return {
        title: t`${params.machineName} is ready`,
        detail: t`Its time runs from now on.`,
        path: paths.machine(params.machineId),
      };
    case 'machine_expiring':
      return {
        title: t`${params.machineName} ends at ${formatTimeOfDay(params.endsAt)}`,
        detail: t`Save your work, or add time.`,
        path: paths.machine(params.machineId),
      };
    case 'machine_failed':
      return {
        title: endedEarly(params.reason)
          ? t`${params.machineName} ended early`
          : t`${params.machineName} failed`,
        detail: `${sayContract(params.detail ?? endReasons[params.reason].text)} ${sayRefund(params.refunded)}`,
        path: paths.machine(params.machineId),
      };
    case 'machine_ended':
      return {
        title: t`${params.machineName} has ended`,
        detail: [
          sayContract(endReasons[params.reason].text),
          params.refunded > 0 ? sayRefund(params.refunded) : '',
        ]
          .join(' ')
          .trim(),
        path: paths.machine(params.machineId),
      };
    case 'low_balance':
      return {
        title: t`You have ${formatCoins(params.available)} left`,
        detail: t`That is less than ${formatCoins(params.below)}.`,
        path: paths.wallet,
      };
    case 'announcement':
      return { title: params.title, detail: t`A new announcement`, path: paths.announcements };
    case 'coins_adjusted':
      return {
        title:
          params.coins > 0
            ? t`An admin added ${formatCoins(params.coins)}`
            : t`An admin removed ${formatCoins(-params.coins)}`,
        detail: params.reason,
        path: paths.wallet,
      };
    case 'security':
      return { ...describeSecurityEvent(params.event), detail: sayWhere(params) };
    case 'voucher':
      return {
        title: t`${formatCoins(params.coins)} from a voucher`,
        detail: params.voucherName,
        path: paths.wallet,
      };
  }
}

function sayRefund(coins: number): string {
  return coins > 0 ? t`${formatCoins(coins)} came back.` : t`Nothing was paid for it.`;
}

type SecurityParams = Extract<Notification, { kind: 'security' }>['params'];

function sayWhere({ event, device, address, waysLeft }: SecurityParams): string {
  const where = [device && sayDevice(device), address].filter(Boolean).join(', ');
  const left = waysLeft ? describeWaysLeft(waysLeft).join(', ') : '';
  return [
    where === '' ? '' : `${where}.`,
    left === '' ? '' : t`This opens your account as well: ${left}.`,
    adviseOn(event),
  ]
    .filter(Boolean)
    .join(' ');
}

// A new password takes away neither a key nor another way in.
function adviseOn(event: SecurityEvent): string {
  switch (event) {
    case 'api_key_made':
    case 'device_approved':
      return t`If that was not you, revoke the key, change your password and sign out all other browsers.`;
    case 'passkey_added':
    case 'passkey_removed':
    case 'identity_linked':
    case 'identity_unlinked':
      return t`If that was not you, put your ways to sign in right, change your password and sign out all other browsers.`;
    default:
      return t`If that was not you, change your password, sign out all other browsers and revoke API keys that you do not know.`;
  }
}

function describeSecurityEvent(event: SecurityEvent): { title: string; path: string } {
  switch (event) {
    case 'new_device':
      return { title: t`A new browser signed in`, path: paths.accountSecurity };
    case 'password_changed':
      return { title: t`Your password was changed`, path: paths.accountWays };
    case 'password_removed':
      return { title: t`Your password was removed`, path: paths.accountWays };
    case 'email_changed':
      return { title: t`Your e-mail address was changed`, path: paths.account };
    case 'second_factor_on':
      return { title: t`The second factor was switched on`, path: paths.accountSecurity };
    case 'second_factor_off':
      return { title: t`The second factor was switched off`, path: paths.accountSecurity };
    case 'recovery_codes_made':
      return { title: t`New recovery codes were made`, path: paths.accountSecurity };
    case 'recovery_code_used':
      return { title: t`A recovery code was used`, path: paths.accountSecurity };
    case 'passkey_added':
      return { title: t`A passkey was added`, path: paths.accountWays };
    case 'passkey_removed':
      return { title: t`A passkey was removed`, path: paths.accountWays };
    case 'identity_linked':
      return { title: t`Another account was linked`, path: paths.accountWays };
    case 'identity_unlinked':
      return { title: t`Another account was unlinked`, path: paths.accountWays };
    case 'api_key_made':
      return { title: t`An API key was made`, path: paths.accountKeys };
    case 'device_approved':
      return { title: t`A program was signed in`, path: paths.accountKeys };
  }
}
