import type { QueueBlock } from '@coinslot/shared/states/queue-block.ts';
import type { MessageDescriptor } from '@lingui/core';
import { msg, t } from '@lingui/core/macro';

/** Why a queued machine cannot be served by anything there is now, for admins. */
export const blockLooks = {
  no_worker: msg`No worker of its pool is up`,
  no_seat: msg`No seat of its lab may be used`,
  lab_closed: msg`Its lab is closed`,
  lab_silent: msg`Its lab does not let an earlier start be ended`,
} satisfies Record<QueueBlock, MessageDescriptor>;

/** What waits when no member does. */
export function priorityLabel(priority: number): string {
  if (priority === 0) return t`Stock`;
  return priority === 1 ? t`Trial` : t`Nobody`;
}
