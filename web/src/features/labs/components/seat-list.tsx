import type { Lab } from '@coinslot/shared/http/admin-labs.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Plus } from 'lucide-react';
import { paths } from '../../../app/paths.ts';
import { LinkButton } from '../../../ui/link-button.tsx';
import { EmptyState } from '../../../ui/list-states.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { SkeletonList } from '../../../ui/skeleton.tsx';
import { useSeats } from '../api/list-seats.ts';
import { SeatCard } from './seat-card.tsx';

/** The accounts this lab gave us. */
export function SeatList({ lab, mayWrite }: { lab: Lab; mayWrite: boolean }) {
  const seats = useSeats(lab.id);
  const create = mayWrite ? (
    <LinkButton to={paths.adminSeatNew(lab.id)} look="coin" size="small">
      <Plus aria-hidden /> <Trans>New seat</Trans>
    </LinkButton>
  ) : null;
  return (
    <section aria-labelledby="seats" className="mt-8">
      <div className="mb-3 flex flex-wrap items-center justify-between gap-2">
        <h2 id="seats" className="text-2xl font-bold">
          <Trans>Seats</Trans>
        </h2>
        {create}
      </div>
      <QueryView
        query={seats}
        loading={
          <SkeletonList rows={2} rowClassName="h-64" className="grid gap-4 space-y-0! md:grid-cols-2" />
        }
        empty={{
          when: (list) => list.items.length === 0,
          show: (
            <EmptyState title={t`No seat yet`}>
              <Trans>
                A seat is an account of yours at this lab. Workers sign in with it to start machines.
              </Trans>
            </EmptyState>
          ),
        }}
      >
        {(list) => (
          <ul className="grid gap-4 md:grid-cols-2">
            {list.items.map((seat) => (
              <li key={seat.id}>
                <SeatCard seat={seat} mayWrite={mayWrite} />
              </li>
            ))}
          </ul>
        )}
      </QueryView>
    </section>
  );
}
