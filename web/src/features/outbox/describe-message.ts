import { OperatorEvent } from '@coinslot/shared/http/admin-mail.ts';
import type { OutboxChannel, OutboxState } from '@coinslot/shared/http/admin-outbox.ts';
import { NotificationKind } from '@coinslot/shared/http/notifications.ts';
import type { MessageDescriptor } from '@lingui/core';
import { msg, t } from '@lingui/core/macro';
import type { BadgeTone } from '../../ui/badge.tsx';
import { describeKind } from '../notifications/notification-kinds.ts';

export const messageStates = {
  waiting: { label: msg`Waiting`, tone: 'busy' },
  kept: { label: msg`Kept`, tone: 'coin' },
  sent: { label: msg`Sent`, tone: 'ok' },
  failed: { label: msg`Failed`, tone: 'bad' },
  dropped: { label: msg`Not sent`, tone: 'neutral' },
} satisfies Record<OutboxState, { label: MessageDescriptor; tone: BadgeTone }>;

export const channelWords = {
  mail: msg`Mail`,
  discord: msg`Discord, a member’s channel`,
  operator: msg`Discord, the operator’s channel`,
} satisfies Record<OutboxChannel, MessageDescriptor>;

/** What a message is about. One this page does not know yet keeps its name. */
export function describeMessage(kind: string): string {
  const notification = NotificationKind.safeParse(kind);
  if (notification.success) return describeKind(notification.data);
  const event = OperatorEvent.safeParse(kind);
  if (event.success) return describeEvent(event.data);
  switch (kind) {
    case 'verify_email':
      return t`Confirm the e-mail address`;
    case 'confirm_new_email':
      return t`Confirm the new e-mail address`;
    case 'email_changed_notice':
      return t`The e-mail address was changed`;
    case 'account_disabled':
      return t`The account was disabled`;
    case 'reset_password':
      return t`Set a new password`;
    case 'account_exists':
      return t`Somebody tried to register again`;
    case 'test':
      return t`Test message`;
    default:
      return kind;
  }
}

function describeEvent(event: OperatorEvent): string {
  switch (event) {
    case 'lab_closed':
      return t`A lab closed itself`;
    case 'lab_reopened':
      return t`A lab works again`;
    case 'seat_closed':
      return t`A seat closed itself`;
    case 'seat_reopened':
      return t`A seat works again`;
    case 'worker_lost':
      return t`A worker is lost`;
    case 'delivery_failed':
      return t`A message could not be delivered`;
    case 'needs_operator':
      return t`A lab waits for a person`;
    case 'incident':
      return t`Something is stuck, or is no more`;
  }
}
