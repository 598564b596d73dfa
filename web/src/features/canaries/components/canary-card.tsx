import type { Lab } from '@coinslot/shared/http/admin-labs.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { allRows } from '../../../lib/cursor-query.ts';
import { formatMinutes } from '../../../lib/format.ts';
import { Card, CardTitle } from '../../../ui/card.tsx';
import { LoadMore } from '../../../ui/load-more.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { SkeletonList } from '../../../ui/skeleton.tsx';
import { useCanaries } from '../api/list-canaries.ts';
import { CanaryRow } from './canary-row.tsx';
import { TryNow } from './try-now.tsx';

/** Whether the lab's recipe works: its canaries, and one to be had now. */
export function CanaryCard({ lab, mayWrite }: { lab: Lab; mayWrite: boolean }) {
  const canaries = useCanaries(lab.id);
  const every = lab.canaryEveryMinutes;
  return (
    <Card className="mt-4">
      <CardTitle>
        <Trans>Canaries</Trans>
      </CardTitle>
      <p className="text-soft mb-3 text-sm">
        {every === null
          ? t`A canary is a machine without an owner that is brought up and ended at once. None runs by schedule.`
          : t`A canary is a machine without an owner that is brought up and ended at once. Each open seat gets one every ${formatMinutes(every)}.`}
      </p>
      {mayWrite ? <TryNow lab={lab} /> : null}
      <QueryView
        query={canaries}
        loading={<SkeletonList rows={2} rowClassName="h-14" />}
        empty={{
          when: (data) => allRows(data).length === 0,
          show: (
            <p className="text-soft mt-3">
              <Trans>None has run yet.</Trans>
            </p>
          ),
        }}
      >
        {(data) => (
          <>
            <ul className="divide-line mt-3 divide-y">
              {allRows(data).map((canary, at) => (
                <li key={canary.id}>
                  <CanaryRow canary={canary} isOpen={at === 0} />
                </li>
              ))}
            </ul>
            <LoadMore query={canaries} />
          </>
        )}
      </QueryView>
    </Card>
  );
}
