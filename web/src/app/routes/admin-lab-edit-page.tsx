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
      <BackLink to={paths.adminLabs}>All labs</BackLink>
      <PageHeader title="New lab">
        After this it needs a permission record and a seat before it sells.
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
      <BackLink to={paths.adminLab(id)}>Back to the lab</BackLink>
      <QueryView query={lab} loading={<Skeleton className="h-96 max-w-2xl" />}>
        {(found) => (
          <>
            <PageHeader title={`Edit ${found.name}`} />
            <LabForm lab={found} reload={async () => (await lab.refetch()).data} />
          </>
        )}
      </QueryView>
    </>
  );
}
