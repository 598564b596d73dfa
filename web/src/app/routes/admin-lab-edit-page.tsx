import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useParams } from 'react-router';
import { useLab } from '../../features/labs/api/get-lab.ts';
import { LabForm } from '../../features/labs/components/lab-form.tsx';
import { hasStatus } from '../../lib/api-error.ts';
import { BackLink } from '../../ui/back-link.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { paths } from '../paths.ts';
import { NotFoundPage } from './not-found-page.tsx';

/** A lab's form; without an id in the address, that of a new lab. */
export function AdminLabEditPage() {
  const { id } = useParams();
  if (id !== undefined) return <EditLab id={id} />;
  return (
    <>
      <BackLink to={paths.adminLabs}>
        <Trans>All labs</Trans>
      </BackLink>
      <PageHeader title={t`New lab`}>
        <Trans>After this it needs a permission record and a seat before it sells.</Trans>
      </PageHeader>
      <LabForm lab={null} reload={() => Promise.resolve(undefined)} />
    </>
  );
}

function EditLab({ id }: { id: string }) {
  const lab = useLab(id);
  if (hasStatus(lab.error, 404) || hasStatus(lab.error, 400)) return <NotFoundPage />;
  return (
    <>
      <BackLink to={paths.adminLab(id)}>
        <Trans>Back to the lab</Trans>
      </BackLink>
      <QueryView query={lab} loading={<Skeleton className="h-96 max-w-2xl" />}>
        {(found) => (
          <>
            <PageHeader title={t`Edit ${found.name}`} />
            <LabForm lab={found} reload={async () => (await lab.refetch()).data} />
          </>
        )}
      </QueryView>
    </>
  );
}
