import { useAudit } from '../../features/audit/api/list-audit.ts';
import { AuditRow } from '../../features/audit/components/audit-row.tsx';
import { allRows } from '../../lib/cursor-query.ts';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/list-states.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { SkeletonList } from '../../ui/skeleton.tsx';

export function AdminAuditPage() {
  const audit = useAudit();
  return (
    <>
      <PageHeader title="Audit log">What admins did and read. Nothing here can be changed.</PageHeader>
      <QueryView
        query={audit}
        loading={<SkeletonList rows={8} rowClassName="h-16" />}
        empty={{
          when: (data) => allRows(data).length === 0,
          show: <EmptyState title="Nothing was done yet" />,
        }}
      >
        {(data) => (
          <>
            <Card className="p-0!">
              <ul className="divide-line divide-y">
                {allRows(data).map((entry) => (
                  <li key={entry.id}>
                    <AuditRow entry={entry} />
                  </li>
                ))}
              </ul>
            </Card>
            <LoadMore query={audit} />
          </>
        )}
      </QueryView>
    </>
  );
}
