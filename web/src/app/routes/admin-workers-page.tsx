import { mayDo, useSignedIn } from '../../features/accounts/api/use-signed-in.ts';
import { useWorkers } from '../../features/fleet/api/list-workers.ts';
import { EnrolButton } from '../../features/fleet/components/enrol-button.tsx';
import { WorkerCard } from '../../features/fleet/components/worker-card.tsx';
import { EmptyState } from '../../ui/list-states.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { SkeletonList } from '../../ui/skeleton.tsx';

export function AdminWorkersPage() {
  const me = useSignedIn();
  const workers = useWorkers();
  if (!me) return null;
  return (
    <>
      <PageHeader title="Workers" aside={mayDo(me, 'admin.workers.enrol') ? <EnrolButton /> : null} />
      <QueryView
        query={workers}
        loading={<SkeletonList rows={2} rowClassName="h-72" />}
        empty={{
          when: (list) => list.items.length === 0,
          show: <EmptyState title="No worker yet">Enrol one, and machines can be set up.</EmptyState>,
        }}
      >
        {(list) => (
          <ul className="grid items-start gap-4 md:grid-cols-2 lg:grid-cols-3">
            {list.items.map((worker) => (
              <li key={worker.id}>
                <WorkerCard worker={worker} me={me} />
              </li>
            ))}
          </ul>
        )}
      </QueryView>
    </>
  );
}
