import type { Seat } from '@coinslot/shared/http/admin-seats.ts';
import { t } from '@lingui/core/macro';
import { useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { ConfirmButton } from '../../../ui/confirm-button.tsx';
import { deleteSeat } from '../api/delete-seat.ts';
import { labsKey } from '../api/keys.ts';

/** Deletes a seat that never carried a machine. */
export function DeleteSeatButton({ seat }: { seat: Seat }) {
  const client = useQueryClient();
  return (
    <ConfirmButton
      words={t`Delete`}
      label={t`Delete ${seat.username}`}
      title={t`Delete ${seat.username}?`}
      description={t`It never carried a machine. It is gone for good, with its password.`}
      keep={t`Keep it`}
      act={t`Delete it`}
      send={() => deleteSeat(seat.id)}
      onDone={() => {
        toast.success(t`${seat.username} is deleted.`);
        void client.invalidateQueries({ queryKey: labsKey });
      }}
    />
  );
}
