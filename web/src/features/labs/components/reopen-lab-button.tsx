import type { Lab } from '@coinslot/shared/http/admin-labs.ts';
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
      words="Reopen"
      title={`Reopen ${lab.name}?`}
      description="Its products are sold again, and machines that wait for it are started. The breaker closes."
      keep="Leave it closed"
      act="Reopen it"
      look="coin"
      send={(reason, key) => reopenLab(lab.id, { reason }, key)}
      onDone={() => {
        toast.success(`${lab.name} is open again.`);
        void client.invalidateQueries({ queryKey: labsKey });
      }}
    />
  );
}
