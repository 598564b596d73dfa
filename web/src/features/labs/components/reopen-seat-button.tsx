import type { Seat } from '@coinslot/shared/http/admin-seats.ts';
import { useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { ReasonButton } from '../../../ui/reason-button.tsx';
import { labsKey } from '../api/keys.ts';
import { reopenSeat } from '../api/reopen-seat.ts';

/** Puts a disabled seat back into use. */
export function ReopenSeatButton({ seat }: { seat: Seat }) {
  const client = useQueryClient();
  return (
    <ReasonButton
      words="Reopen"
      label={`Reopen ${seat.username}`}
      title={`Reopen ${seat.username}?`}
      description="Workers sign in with it again. Mend first what it was disabled for."
      keep="Leave it disabled"
      act="Reopen it"
      look="coin"
      send={(reason, key) => reopenSeat(seat.id, { reason }, key)}
      onDone={() => {
        toast.success(`${seat.username} is in use again.`);
        void client.invalidateQueries({ queryKey: labsKey });
      }}
    />
  );
}
