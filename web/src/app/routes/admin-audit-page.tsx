import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useSearchParams } from 'react-router';
import { mayDo, useSignedIn } from '../../features/accounts/api/use-signed-in.ts';
import { useAudit } from '../../features/audit/api/list-audit.ts';
import { auditExportPath, readAuditChoice, writeAuditChoice } from '../../features/audit/audit-choice.ts';
import { AuditFilterBar } from '../../features/audit/components/audit-filter.tsx';
import { AuditRow } from '../../features/audit/components/audit-row.tsx';
import { allRows } from '../../lib/cursor-query.ts';
import { Card } from '../../ui/card.tsx';
import { DownloadLink } from '../../ui/download-link.tsx';
import { EmptyState } from '../../ui/list-states.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { SkeletonList } from '../../ui/skeleton.tsx';

/** The choice stands in the address, so that a page can link to the acts on one member. */
export function AdminAuditPage() {
  const me = useSignedIn();
  const [query, setQuery] = useSearchParams();
  const choice = readAuditChoice(query);
  const audit = useAudit(choice);
  const isChosen = Object.values(choice).some((value) => value !== '');
  return (
    <>
      <PageHeader
        title={t`Audit log`}
        aside={
          mayDo(me, 'admin.audit.export') ? (
            <DownloadLink href={auditExportPath(choice)}>
              <Trans>Download these as CSV</Trans>
            </DownloadLink>
          ) : null
        }
      >
        <Trans>
          What admins did and read, and what members did to protect their accounts. Nothing here can be
          changed.
        </Trans>
      </PageHeader>
      <AuditFilterBar
        choice={choice}
        onChange={(changed) => setQuery(writeAuditChoice(changed), { replace: true })}
      />
      <QueryView
        query={audit}
        loading={<SkeletonList rows={8} rowClassName="h-16" />}
        empty={{
          when: (data) => allRows(data).length === 0,
          show: <EmptyState title={isChosen ? t`Nothing matches` : t`Nothing was done yet`} />,
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
