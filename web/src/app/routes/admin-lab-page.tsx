import type { Lab } from '@coinslot/shared/http/admin-labs.ts';
import { Trans } from '@lingui/react/macro';
import { Pencil } from 'lucide-react';
import { useNavigate, useParams } from 'react-router';
import { mayDo, useSignedIn } from '../../features/accounts/api/use-signed-in.ts';
import { CanaryCard } from '../../features/canaries/components/canary-card.tsx';
import { useLab } from '../../features/labs/api/get-lab.ts';
import { DeleteLabButton } from '../../features/labs/components/delete-lab-button.tsx';
import { LabNumbers } from '../../features/labs/components/lab-numbers.tsx';
import { PermissionCard } from '../../features/labs/components/permission-card.tsx';
import { SeatList } from '../../features/labs/components/seat-list.tsx';
import { SwitchCard } from '../../features/labs/components/switch-card.tsx';
import { labHealth, recipeTitle } from '../../features/labs/describe-lab.ts';
import { hasStatus } from '../../lib/api-error.ts';
import { BackLink } from '../../ui/back-link.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Card, CardTitle } from '../../ui/card.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { SkeletonList } from '../../ui/skeleton.tsx';
import { paths } from '../paths.ts';
import { NotFoundPage } from './not-found-page.tsx';

export function AdminLabPage() {
  const { id = '' } = useParams();
  const lab = useLab(id);
  if (hasStatus(lab.error, 404) || hasStatus(lab.error, 400)) return <NotFoundPage />;
  return (
    <>
      <BackLink to={paths.adminLabs}>
        <Trans>All labs</Trans>
      </BackLink>
      <QueryView query={lab} loading={<SkeletonList rows={3} rowClassName="h-52" />}>
        {(found) => <LabView lab={found} />}
      </QueryView>
    </>
  );
}

function LabView({ lab }: { lab: Lab }) {
  const me = useSignedIn();
  const navigate = useNavigate();
  const mayWrite = mayDo(me, 'admin.labs.write');
  const health = labHealth(lab);
  return (
    <>
      <PageHeader
        title={lab.name}
        aside={
          mayWrite ? (
            <div className="flex flex-wrap gap-2">
              <LinkButton to={paths.adminLabEdit(lab.id)}>
                <Pencil aria-hidden /> <Trans>Edit</Trans>
              </LinkButton>
              <DeleteLabButton lab={lab} onDeleted={() => void navigate(paths.adminLabs)} />
            </div>
          ) : null
        }
      >
        <Badge tone={health.tone}>{health.label}</Badge> {health.words}
      </PageHeader>
      <div className="grid items-start gap-4 lg:grid-cols-3">
        <Card>
          <CardTitle>
            <Trans>Now</Trans>
          </CardTitle>
          <p className="text-soft mb-3 text-sm break-all">
            <Trans>
              {recipeTitle(lab.recipe)} at {lab.baseUrl}
            </Trans>
          </p>
          <LabNumbers lab={lab} />
        </Card>
        <PermissionCard lab={lab} mayWrite={mayWrite} />
        <SwitchCard lab={lab} mayWrite={mayWrite} />
      </div>
      <CanaryCard lab={lab} mayWrite={mayWrite} />
      {mayDo(me, 'admin.seats.read') ? (
        <SeatList lab={lab} mayWrite={mayDo(me, 'admin.seats.write')} />
      ) : null}
    </>
  );
}
