import { t } from '@lingui/core/macro';
import { useSearchParams } from 'react-router';
import { useClosedIncidents } from '../../features/incidents/api/list-closed-incidents.ts';
import { ClosedIncidentRow } from '../../features/incidents/components/closed-incident-row.tsx';
import { KindFilter } from '../../features/incidents/components/kind-filter.tsx';
import { EmptyState } from '../../ui/list-states.tsx';
import { PagedRows } from '../../ui/paged-rows.tsx';
import { SkeletonList } from '../../ui/skeleton.tsx';
import { IncidentsHead } from './incidents-head.tsx';

/** What was stuck, for who asks in the morning what happened at night. */
export function AdminClosedIncidentsPage() {
  const [query, setQuery] = useSearchParams();
  const kind = query.get('kind') ?? '';
  return (
    <>
      <IncidentsHead />
      <KindFilter kind={kind} onChange={(next) => setQuery(next ? { kind: next } : {}, { replace: true })} />
      <PagedRows
        query={useClosedIncidents(kind)}
        loading={<SkeletonList rows={6} rowClassName="h-20" />}
        empty={<EmptyState title={kind === '' ? t`Nothing was stuck yet` : t`Nothing of this kind`} />}
      >
        {(incident) => <ClosedIncidentRow incident={incident} />}
      </PagedRows>
    </>
  );
}
