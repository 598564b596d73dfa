import type { Lab } from '@coinslot/shared/http/admin-labs.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useParams } from 'react-router';
import { useLab } from '../../features/labs/api/get-lab.ts';
import { useSeats } from '../../features/labs/api/list-seats.ts';
import { SeatForm } from '../../features/labs/components/seat-form.tsx';
import { hasStatus } from '../../lib/api-error.ts';
import { BackLink } from '../../ui/back-link.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { SkeletonList } from '../../ui/skeleton.tsx';
import { paths } from '../paths.ts';
import { NotFoundPage } from './not-found-page.tsx';

/** A seat's form; without a seat's id in the address, that of a new seat. */
export function AdminSeatPage() {
  const { id = '', seatId } = useParams();
  const lab = useLab(id);
  if (hasStatus(lab.error, 404) || hasStatus(lab.error, 400)) return <NotFoundPage />;
  return (
    <>
      <BackLink to={paths.adminLab(id)}>
        <Trans>Back to the lab</Trans>
      </BackLink>
      <QueryView query={lab} loading={<SkeletonList rows={3} rowClassName="h-64" className="max-w-3xl" />}>
        {(found) =>
          seatId === undefined ? (
            <>
              <PageHeader title={t`New seat at ${found.name}`} />
              <SeatForm lab={found} seat={null} reload={() => Promise.resolve(undefined)} />
            </>
          ) : (
            <EditSeat lab={found} seatId={seatId} />
          )
        }
      </QueryView>
    </>
  );
}

function EditSeat({ lab, seatId }: { lab: Lab; seatId: string }) {
  const seats = useSeats(lab.id);
  return (
    <QueryView query={seats} loading={<SkeletonList rows={3} rowClassName="h-64" className="max-w-3xl" />}>
      {(list) => {
        const seat = list.items.find((each) => each.id === seatId);
        if (!seat) return <NotFoundPage />;
        return (
          <>
            <PageHeader title={t`Edit ${seat.username}`}>
              <Trans>At {lab.name}</Trans>
            </PageHeader>
            <SeatForm
              lab={lab}
              seat={seat}
              reload={async () => {
                const { data } = await seats.refetch();
                return data?.items.find((each) => each.id === seatId);
              }}
            />
          </>
        );
      }}
    </QueryView>
  );
}
