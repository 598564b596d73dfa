import type { LiveViewState } from '@coinslot/shared/http/admin-live-view.ts';
import { Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { formatCountdown, formatTimeOfDay } from '../../../lib/format.ts';
import { useNow } from '../../../lib/use-now.ts';
import { Notice } from '../../../ui/notice.tsx';
import { describeWait } from '../describe-live-view.ts';

type WaitBannerProps = { needs: NonNullable<LiveViewState['needsOperator']>; action?: ReactNode };

/** The machine waits for a person: why, and until when. */
export function WaitBanner({ needs, action }: WaitBannerProps) {
  const now = useNow();
  const leftMs = Math.max(0, new Date(needs.until).getTime() - now);
  return (
    <Notice tone="coin" action={action}>
      <p className="font-semibold">
        <Trans>It waits for a person until {formatTimeOfDay(needs.until)}.</Trans>{' '}
        {/* Not read out every second. */}
        <span aria-hidden className="tabular-nums">
          {formatCountdown(leftMs)}
        </span>
      </p>
      <p>{describeWait(needs)}</p>
    </Notice>
  );
}
