import type { LiveViewState } from '@coinslot/shared/http/admin-live-view.ts';
import { ProvisionFailure, provisionFailures } from '@coinslot/shared/states/provision-failure.ts';
import { ProvisionStep, provisionStepLabels } from '@coinslot/shared/states/provision-step.ts';
import { streamFaults, type StreamFault } from '@coinslot/shared/worker-messages/stream.ts';
import { t } from '@lingui/core/macro';
import type { StreamStatus } from '../../lib/streams/watch-stream.ts';
import { sayContract } from '../../words/say.ts';

/** What stands in the picture's place while there is none. */
export function describeNoPicture(status: StreamStatus, fault: StreamFault | null): string {
  if (fault) return sayContract(streamFaults[fault]);
  switch (status) {
    case 'connecting':
      return t`Connecting to the worker …`;
    case 'open':
      return t`No page of the lab is open just now. When one is, it appears here.`;
    case 'cut':
      return t`The line was cut. It comes back by itself.`;
    case 'ended':
      return t`There is nothing more to see: the machine or its preparation has ended.`;
    case 'too_many':
      return t`Too many are watching this machine at once.`;
    case 'signed_out':
      return t`You are not signed in any more.`;
    case 'unreachable':
      return t`Its worker cannot show pages, or no line to it could be opened for some time.`;
  }
}

/** Why the machine waits for a person: the step, the failure, and what the worker said. */
export function describeWait(needs: NonNullable<LiveViewState['needsOperator']>): string {
  const step = ProvisionStep.safeParse(needs.step);
  const failure = ProvisionFailure.safeParse(needs.failure);
  return [
    step.success ? t`${sayContract(provisionStepLabels[step.data])}:` : '',
    failure.success ? sayContract(provisionFailures[failure.data].text) : '',
    needs.message,
  ]
    .filter((part) => part !== '')
    .join(' ');
}
