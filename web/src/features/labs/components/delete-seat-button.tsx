import type { Seat } from '@coinslot/shared/http/admin-seats.ts';
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
      words="Delete"
      label={`Delete ${seat.username}`}
      title={`Delete ${seat.username}?`}
      description="It never carried a machine. It is gone for good, with its password."
      keep="Keep it"
      act="Delete it"
      send={() => deleteSeat(seat.id)}
      onDone={() => {
        toast.success(`${seat.username} is deleted.`);
        void client.invalidateQueries({ queryKey: labsKey });
      }}
    />
  );
}
