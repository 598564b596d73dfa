import type { Lab } from '@coinslot/shared/http/admin-labs.ts';
import { useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { ConfirmButton } from '../../../ui/confirm-button.tsx';
import { labsKey } from '../api/keys.ts';
import { setLabPermission } from '../api/set-lab-permission.ts';

/** Takes the permission record back. */
export function WithdrawButton({ lab }: { lab: Lab }) {
  const client = useQueryClient();
  return (
    <ConfirmButton
      words="Withdraw"
      label="Withdraw the permission record"
      title={`Withdraw the permission for ${lab.name}?`}
      description="Nothing more of this lab is sold from this moment. Machines that run go on to their end."
      keep="Keep it"
      act="Withdraw it"
      send={() => setLabPermission(lab.id, { revision: lab.revision, permission: null })}
      onDone={() => {
        toast.success(`The permission for ${lab.name} is withdrawn.`);
        void client.invalidateQueries({ queryKey: labsKey });
      }}
    />
  );
}
