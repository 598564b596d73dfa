import type { Pool } from '@coinslot/shared/http/admin-pools.ts';
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
      words="Delete"
      label={`Delete ${pool.name}`}
      title={`Delete ${pool.name}?`}
      description="Nothing depends on it. It is gone for good."
      keep="Keep it"
      act="Delete it"
      send={() => deletePool(pool.id)}
      onDone={() => {
        toast.success(`Pool ${pool.name} is deleted.`);
        void client.invalidateQueries({ queryKey: poolsKey });
      }}
    />
  );
}
