import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { CircleCheck } from 'lucide-react';
import { useSearchParams } from 'react-router';
import { useIncidents } from '../../features/incidents/api/list-incidents.ts';
import { IncidentRow } from '../../features/incidents/components/incident-row.tsx';
import { KindFilter } from '../../features/incidents/components/kind-filter.tsx';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/list-states.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { RowCard } from '../../ui/row-card.tsx';
import { SkeletonList } from '../../ui/skeleton.tsx';
import { IncidentsHead } from './incidents-head.tsx';

/** What is stuck now. The filter stands in the address. */
export function AdminIncidentsPage() {
  const [query, setQuery] = useSearchParams();
  const kind = query.get('kind') ?? '';
  const incidents = useIncidents(kind);
  const nothingAtAll = kind === '' && incidents.data?.items.length === 0;
  return (
    <>
      <IncidentsHead />
      {nothingAtAll ? null : (
        <KindFilter
          kind={kind}
          counts={incidents.data?.counts}
          onChange={(next) => setQuery(next ? { kind: next } : {}, { replace: true })}
        />
      )}
      <QueryView
        query={incidents}
        loading={<SkeletonList rows={4} rowClassName="h-20" />}
        empty={{
          when: ({ items }) => items.length === 0,
          show: kind === '' ? <NothingStuck /> : <EmptyState title={t`Nothing of this kind`} />,
        }}
      >
        {({ items }) => (
          <RowCard rows={items} keyOf={({ id }) => id} label={t`What is stuck`}>
            {(incident) => <IncidentRow incident={incident} />}
          </RowCard>
        )}
      </QueryView>
    </>
  );
}

function NothingStuck() {
  return (
    <Card className="flex items-center gap-3">
      <CircleCheck aria-hidden className="text-ok size-6 shrink-0" />
      <p className="font-semibold">
        <Trans>Nothing is stuck.</Trans>
      </p>
    </Card>
  );
}
