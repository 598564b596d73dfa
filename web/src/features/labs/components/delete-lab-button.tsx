import type { Lab } from '@coinslot/shared/http/admin-labs.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { ConfirmButton } from '../../../ui/confirm-button.tsx';
import { deleteLab } from '../api/delete-lab.ts';
import { labsKey } from '../api/keys.ts';

type DeleteLabButtonProps = { lab: Lab; onDeleted: () => void };

/** Deletes a lab that nothing depends on. Not offered else: what was sold is kept for good, and so is its lab. */
export function DeleteLabButton({ lab, onDeleted }: DeleteLabButtonProps) {
  const client = useQueryClient();
  if (lab.products + lab.seats + lab.machines > 0) {
    return (
      <p className="text-soft max-w-80 text-sm">
        <Trans>
          It can be deleted once nothing is left of it; archived products and ended machines count too.
        </Trans>
      </p>
    );
  }
  return (
    <ConfirmButton
      words={t`Delete`}
      title={t`Delete ${lab.name}?`}
      description={t`It has no products, seats or machines. It is gone for good.`}
      keep={t`Keep it`}
      act={t`Delete it`}
      size="normal"
      send={() => deleteLab(lab.id)}
      onDone={() => {
        toast.success(t`${lab.name} is deleted.`);
        onDeleted();
        void client.invalidateQueries({ queryKey: [...labsKey, 'list'] });
      }}
    />
  );
}
