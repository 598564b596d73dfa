import type { Lab } from '@coinslot/shared/http/admin-labs.ts';
import { t } from '@lingui/core/macro';
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
      words={t`Withdraw`}
      label={t`Withdraw the permission record`}
      title={t`Withdraw the permission for ${lab.name}?`}
      description={t`Nothing more of this lab is sold from this moment. Machines that run go on to their end.`}
      keep={t`Keep it`}
      act={t`Withdraw it`}
      send={() => setLabPermission(lab.id, { revision: lab.revision, permission: null })}
      onDone={() => {
        toast.success(t`The permission for ${lab.name} is withdrawn.`);
        void client.invalidateQueries({ queryKey: labsKey });
      }}
    />
  );
}
