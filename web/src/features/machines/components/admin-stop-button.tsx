import type { AdminMachine } from '@coinslot/shared/http/machines.ts';
import { t } from '@lingui/core/macro';
import { useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { ReasonButton } from '../../../ui/reason-button.tsx';
import { adminStopMachine } from '../api/admin-stop-machine.ts';
import { machinesKey } from '../api/keys.ts';

/** Ends a member's machine with a reason. */
export function AdminStopButton({ machine }: { machine: AdminMachine }) {
  const client = useQueryClient();
  return (
    <ReasonButton
      words={t`Stop`}
      title={t`Stop ${machine.name}?`}
      description={t`It ends at once. The member gets the coins for the unused time back and sees that an admin stopped it.`}
      act={t`Stop it`}
      keep={t`Keep it`}
      look="danger"
      size="normal"
      send={(reason, key) => adminStopMachine(machine.id, { reason }, key)}
      onDone={() => {
        toast.success(t`${machine.name} is being stopped.`);
        void client.invalidateQueries({ queryKey: machinesKey });
      }}
    />
  );
}
