import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Plus } from 'lucide-react';
import { mayDo, useSignedIn } from '../../features/accounts/api/use-signed-in.ts';
import { useLabs } from '../../features/labs/api/list-labs.ts';
import { LabCard } from '../../features/labs/components/lab-card.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { EmptyState } from '../../ui/list-states.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { SkeletonList } from '../../ui/skeleton.tsx';
import { paths } from '../paths.ts';

export function AdminLabsPage() {
  const me = useSignedIn();
  const labs = useLabs();
  const create = mayDo(me, 'admin.labs.write') ? (
    <LinkButton to={paths.adminLabNew} look="coin">
      <Plus aria-hidden /> <Trans>New lab</Trans>
    </LinkButton>
  ) : null;
  return (
    <>
      <PageHeader title={t`Labs`} aside={create}>
        <Trans>Places that lend machines. Each needs a permission record and at least one seat.</Trans>
      </PageHeader>
      <QueryView
        query={labs}
        loading={
          <SkeletonList
            rows={2}
            rowClassName="h-60"
            className="grid gap-4 space-y-0! md:grid-cols-2 lg:grid-cols-3"
          />
        }
        empty={{
          when: (list) => list.items.length === 0,
          show: (
            <EmptyState title={t`No lab yet`} action={create}>
              <Trans>Machines come from labs, so nothing can be sold before there is one.</Trans>
            </EmptyState>
          ),
        }}
      >
        {(list) => (
          <ul className="grid gap-4 md:grid-cols-2 lg:grid-cols-3">
            {list.items.map((lab) => (
              <li key={lab.id}>
                <LabCard lab={lab} />
              </li>
            ))}
          </ul>
        )}
      </QueryView>
    </>
  );
}
