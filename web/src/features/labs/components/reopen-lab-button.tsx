import type { Lab } from '@coinslot/shared/http/admin-labs.ts';
import { t } from '@lingui/core/macro';
import { useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { ReasonButton } from '../../../ui/reason-button.tsx';
import { labsKey } from '../api/keys.ts';
import { reopenLab } from '../api/reopen-lab.ts';

/** Opens a lab again after the kill switch or the breaker. */
export function ReopenLabButton({ lab }: { lab: Lab }) {
  const client = useQueryClient();
  return (
    <ReasonButton
      words={t`Reopen`}
      title={t`Reopen ${lab.name}?`}
      description={t`Its products are sold again, and machines that wait for it are started. The breaker closes.`}
      keep={t`Leave it closed`}
      act={t`Reopen it`}
      look="coin"
      send={(reason, key) => reopenLab(lab.id, { reason }, key)}
      onDone={() => {
        toast.success(t`${lab.name} is open again.`);
        void client.invalidateQueries({ queryKey: labsKey });
      }}
    />
  );
}
