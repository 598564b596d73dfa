import type { Lab } from '@coinslot/shared/http/admin-labs.ts';
import { useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { ConfirmButton } from '../../../ui/confirm-button.tsx';
import { deleteLab } from '../api/delete-lab.ts';
import { labsKey } from '../api/keys.ts';

type DeleteLabButtonProps = { lab: Lab; onDeleted: () => void };

/** Deletes a lab that nothing depends on; says first what keeps it. */
export function DeleteLabButton({ lab, onDeleted }: DeleteLabButtonProps) {
  const client = useQueryClient();
  const isFree = lab.products + lab.seats + lab.machines === 0;
  return (
    <ConfirmButton
      words="Delete"
      title={`Delete ${lab.name}?`}
      description={
        isFree
          ? 'It has no products, seats or machines. It is gone for good.'
          : `It has ${lab.products} products, ${lab.seats} seats and ${lab.machines} machines. Remove them first, or deleting is refused. To stop it now, switch it off.`
      }
      keep="Keep it"
      act="Delete it"
      size="normal"
      send={() => deleteLab(lab.id)}
      onDone={() => {
        toast.success(`${lab.name} is deleted.`);
        onDeleted();
        void client.invalidateQueries({ queryKey: [...labsKey, 'list'] });
      }}
    />
  );
}
