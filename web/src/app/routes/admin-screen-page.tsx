import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useParams } from 'react-router';
import { useSignedIn } from '../../features/accounts/api/use-signed-in.ts';
import { useLiveView } from '../../features/live-view/api/get-live-view.ts';
import { LiveView } from '../../features/live-view/components/live-view.tsx';
import { useAdminMachine } from '../../features/machines/api/get-admin-machine.ts';
import { stateLabels, stateTones } from '../../features/machines/describe-machine.ts';
import { hasStatus } from '../../lib/api-error.ts';
import { BackLink } from '../../ui/back-link.tsx';
import { Badge } from '../../ui/badge.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { say } from '../../words/say.ts';
import { paths } from '../paths.ts';
import { NotFoundPage } from './not-found-page.tsx';

/** The lab's page as a machine's worker sees it. */
export function AdminScreenPage() {
  const { id = '' } = useParams();
  const view = useLiveView(id);
  const machine = useAdminMachine(id).data;
  const me = useSignedIn();
  if (hasStatus(view.error, 404) || hasStatus(view.error, 400)) return <NotFoundPage />;
  return (
    <>
      <BackLink to={paths.adminMachine(id)}>
        <Trans>The machine</Trans>
      </BackLink>
      <PageHeader title={t`Live view`}>
        {machine ? (
          <>
            <Badge tone={stateTones[machine.state]}>{say(stateLabels[machine.state])}</Badge> {machine.name}
          </>
        ) : (
          <Skeleton className="h-6 w-40" />
        )}
      </PageHeader>
      <QueryView query={view} loading={<Skeleton className="h-[36rem]" />}>
        {(state) =>
          me && machine ? (
            <LiveView
              key={id}
              machineId={id}
              state={state}
              isPreparing={machine.state === 'provisioning'}
              me={me}
            />
          ) : (
            <Skeleton className="h-[36rem]" />
          )
        }
      </QueryView>
    </>
  );
}
