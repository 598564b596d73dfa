import type { Seat } from '@coinslot/shared/http/admin-seats.ts';
import { t } from '@lingui/core/macro';
import { useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { ReasonButton } from '../../../ui/reason-button.tsx';
import { disableSeat } from '../api/disable-seat.ts';
import { labsKey } from '../api/keys.ts';

/** Takes a seat out of use. */
export function DisableSeatButton({ seat }: { seat: Seat }) {
  const client = useQueryClient();
  return (
    <ReasonButton
      words={t`Disable`}
      label={t`Disable ${seat.username}`}
      title={t`Disable ${seat.username}?`}
      description={t`It starts no more machines. What runs on it goes on to its end.`}
      keep={t`Keep it in use`}
      act={t`Disable it`}
      look="danger"
      send={(reason, key) => disableSeat(seat.id, { reason }, key)}
      onDone={() => {
        toast.success(t`${seat.username} is disabled.`);
        void client.invalidateQueries({ queryKey: labsKey });
      }}
    />
  );
}
