import type { Seat } from '@coinslot/shared/http/admin-seats.ts';
import { t } from '@lingui/core/macro';
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
      words={t`Reopen`}
      label={t`Reopen ${seat.username}`}
      title={t`Reopen ${seat.username}?`}
      description={t`Workers sign in with it again. Mend first what it was disabled for.`}
      keep={t`Leave it disabled`}
      act={t`Reopen it`}
      look="coin"
      send={(reason, key) => reopenSeat(seat.id, { reason }, key)}
      onDone={() => {
        toast.success(t`${seat.username} is in use again.`);
        void client.invalidateQueries({ queryKey: labsKey });
      }}
    />
  );
}
