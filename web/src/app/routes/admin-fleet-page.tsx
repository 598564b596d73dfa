import type { FleetSnapshot } from '@coinslot/shared/http/admin-fleet.ts';
import type { Me } from '@coinslot/shared/http/me.ts';
import { t } from '@lingui/core/macro';
import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { mayDo, useSignedIn } from '../../features/accounts/api/use-signed-in.ts';
import { useFleet } from '../../features/fleet/api/get-fleet.ts';
import { EnrolButton } from '../../features/fleet/components/enrol-button.tsx';
import { FleetLiveBadge } from '../../features/fleet/components/fleet-live-badge.tsx';
import { FleetNumbers } from '../../features/fleet/components/fleet-numbers.tsx';
import { PlacementList } from '../../features/fleet/components/placement-list.tsx';
import { PoolFilter } from '../../features/fleet/components/pool-filter.tsx';
import { QueueList } from '../../features/fleet/components/queue-list.tsx';
import { WorkerList } from '../../features/fleet/components/worker-list.tsx';
import { filterFleet, poolNames } from '../../features/fleet/filter-fleet.ts';
import { useLiveFleet } from '../../features/fleet/live/use-live-fleet.ts';
import { PageHeader } from '../../ui/page-header.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';

/** Where an admin begins: what every worker does now, who waits, and what was placed. */
export function AdminFleetPage() {
  const me = useSignedIn();
  const fleet = useFleet();
  const status = useLiveFleet();
  if (!me) return null;
  return (
    <>
      <PageHeader title={t`Fleet`} aside={mayDo(me, 'admin.workers.enrol') ? <EnrolButton /> : null}>
        <FleetLiveBadge status={status} />
      </PageHeader>
      <QueryView query={fleet} loading={<FleetSkeleton />}>
        {(snapshot) => <FleetView snapshot={snapshot} me={me} />}
      </QueryView>
    </>
  );
}

function FleetView({ snapshot, me }: { snapshot: FleetSnapshot; me: Me }) {
  const [query, setQuery] = useSearchParams();
  const pool = query.get('pool') ?? '';
  const fleet = useMemo(() => filterFleet(snapshot, pool), [snapshot, pool]);
  return (
    <>
      <div className="mb-4 flex">
        <PoolFilter
          pools={poolNames(snapshot)}
          value={pool}
          onChange={(next) => setQuery(next ? { pool: next } : {}, { replace: true })}
        />
      </div>
      <FleetNumbers fleet={fleet} />
      <div className="grid items-start gap-4 lg:grid-cols-[1.5fr_1fr]">
        <section aria-label={t`Workers`} className="min-w-0 max-lg:order-2">
          <WorkerList workers={fleet.workers} me={me} />
        </section>
        <div className="min-w-0 space-y-4">
          <QueueList fleet={fleet} />
          <PlacementList fleet={fleet} />
        </div>
      </div>
    </>
  );
}

/** Has the size of the page, so that nothing moves when the fleet comes. */
function FleetSkeleton() {
  return (
    <div role="status" aria-label={t`Loading the fleet`}>
      <Skeleton className="mb-4 h-11 w-40 rounded-xl!" />
      <div className="mb-4 grid grid-cols-2 gap-3 lg:grid-cols-4">
        {[1, 2, 3, 4].map((place) => (
          <Skeleton key={place} className="rounded-card h-28" />
        ))}
      </div>
      <div className="grid items-start gap-4 lg:grid-cols-[1.5fr_1fr]">
        <Skeleton className="rounded-card h-96 max-lg:order-2" />
        <div className="space-y-4">
          <Skeleton className="rounded-card h-96" />
          <Skeleton className="rounded-card h-96" />
        </div>
      </div>
    </div>
  );
}
