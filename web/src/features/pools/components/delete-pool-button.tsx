import type { Pool } from '@coinslot/shared/http/admin-pools.ts';
import { t } from '@lingui/core/macro';
import { useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { ConfirmButton } from '../../../ui/confirm-button.tsx';
import { deletePool } from '../api/delete-pool.ts';
import { poolsKey } from '../api/list-pools.ts';

/** Deletes a pool that nothing depends on. Not offered else: its workers and products are moved to another one first. */
export function DeletePoolButton({ pool }: { pool: Pool }) {
  const client = useQueryClient();
  if (pool.workers + pool.products > 0) return null;
  return (
    <ConfirmButton
      words={t`Delete`}
      label={t`Delete ${pool.name}`}
      title={t`Delete ${pool.name}?`}
      description={t`Nothing depends on it. It is gone for good.`}
      keep={t`Keep it`}
      act={t`Delete it`}
      send={() => deletePool(pool.id)}
      onDone={() => {
        toast.success(t`Pool ${pool.name} is deleted.`);
        void client.invalidateQueries({ queryKey: poolsKey });
      }}
    />
  );
}
