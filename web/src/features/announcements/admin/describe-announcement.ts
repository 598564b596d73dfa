import type { AdminAnnouncement } from '@coinslot/shared/http/admin-announcements.ts';
import type { MessageDescriptor } from '@lingui/core';
import { msg, plural, t } from '@lingui/core/macro';
import { formatNumber } from '../../../lib/format.ts';
import type { BadgeTone } from '../../../ui/badge.tsx';

export const announcementStates = {
  scheduled: { label: msg`Scheduled`, tone: 'busy' },
  published: { label: msg`Published`, tone: 'ok' },
  ended: { label: msg`Ended`, tone: 'neutral' },
} satisfies Record<AdminAnnouncement['state'], { label: MessageDescriptor; tone: BadgeTone }>;

/** How far it got: members told and members who read it. */
export function describeReach({ readers, notify, told, telling }: AdminAnnouncement): string {
  const read = plural(readers, {
    0: 'read by nobody yet',
    one: 'read by # member',
    other: 'read by # members',
  });
  if (!notify) return read;
  const count = formatNumber(told);
  return telling ? t`${read}, telling members: ${count} so far` : t`${read}, ${count} told`;
}
