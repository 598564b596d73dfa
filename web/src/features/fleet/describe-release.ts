import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { say } from '../../words/say.ts';

const words: Record<string, MessageDescriptor> = {
  ended: msg`ended`,
  failed: msg`failed`,
  declined: msg`declined`,
  handed_over: msg`handed over`,
  not_accepted: msg`not accepted`,
  end_unconfirmed: msg`its end was not confirmed`,
  worker_lost: msg`worker lost`,
  worker_restarted: msg`worker restarted`,
  worker_revoked: msg`worker revoked`,
  worker_locked: msg`worker locked`,
};

/** Why a worker gave a machine back. One that this page does not know yet is shown as it came. */
export function describeRelease(reason: string): string {
  const known = words[reason];
  return known ? say(known) : reason.replaceAll('_', ' ');
}
