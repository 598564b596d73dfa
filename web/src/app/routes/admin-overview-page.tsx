import type { Overview } from '@coinslot/shared/http/admin-overview.ts';
import { plural, t } from '@lingui/core/macro';
import { useSearchParams } from 'react-router';
import { type Period, periods, useOverview } from '../../features/overview/api/get-overview.ts';
import { CoinCard } from '../../features/overview/components/coin-card.tsx';
import { FailureCard } from '../../features/overview/components/failure-card.tsx';
import { NeedList } from '../../features/overview/components/need-list.tsx';
import { NumberRow } from '../../features/overview/components/number-row.tsx';
import { PeriodSwitch } from '../../features/overview/components/period-switch.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { SkeletonList } from '../../ui/skeleton.tsx';

/** How the house does and what waits for a person. The period stands in the address. */
export function AdminOverviewPage() {
  const [query, setQuery] = useSearchParams();
  const days = periods.find((each) => each === query.get('days')) ?? '7';
  const overview = useOverview(days);
  return (
    <>
      <PageHeader
        title={t`Overview`}
        aside={<PeriodSwitch days={days} onChange={(next) => setQuery({ days: next }, { replace: true })} />}
      />
      <QueryView query={overview} loading={<SkeletonList rows={4} rowClassName="h-48" />}>
        {(data) => <OverviewView overview={data} days={days} />}
      </QueryView>
    </>
  );
}

function OverviewView({ overview, days }: { overview: Overview; days: Period }) {
  const { machines, members } = overview;
  return (
    <div className="space-y-6">
      <NeedList needs={overview.needsPerson} />
      <NumberRow
        label={t`Now`}
        numbers={[
          { name: t`Machines running`, value: machines.running },
          { name: t`Being prepared`, value: machines.preparing },
          { name: t`Waiting`, value: machines.waiting },
          { name: t`Members`, value: members.total },
          { name: sayNew(days), value: members.newInPeriod },
          { name: sayActive(days), value: members.active },
        ]}
      />
      <div className="grid items-start gap-4 lg:grid-cols-[3fr_2fr]">
        <CoinCard days={overview.coins} />
        <FailureCard labs={overview.failuresByLab} days={days} />
      </div>
    </div>
  );
}

function sayNew(days: Period): string {
  return days === '1' ? t`New today` : plural(Number(days), { other: 'New in # days' });
}

function sayActive(days: Period): string {
  return days === '1' ? t`Here today` : plural(Number(days), { other: 'Here in # days' });
}
