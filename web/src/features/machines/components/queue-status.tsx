import type { QueuePlace } from '@coinslot/shared/http/machines.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { formatTimeOfDay } from '../../../lib/format.ts';
import { Notice } from '../../../ui/notice.tsx';
import { describeWait } from '../describe-queue.ts';

/** When a waiting machine will be ready, or what stands in the way, read out when it changes. */
export function QueueStatus({ place }: { place: QueuePlace }) {
  return (
    <div role="status" aria-live="polite">
      <Notice tone={place.blocked ? 'coin' : 'neutral'} announced={false}>
        {describeWait(place)}{' '}
        {place.blocked ? t`You keep your place.` : t`The place moves on by itself; you may leave this page.`}{' '}
        <Trans>If none is free by {formatTimeOfDay(place.givesUpAt)}, all coins come back.</Trans>
      </Notice>
    </div>
  );
}
