import type { Pool } from '@coinslot/shared/http/admin-pools.ts';
import { useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { ConfirmButton } from '../../../ui/confirm-button.tsx';
import { deletePool } from '../api/delete-pool.ts';
import { poolsKey } from '../api/list-pools.ts';

/** Deletes a pool; says first what keeps it. */
export function DeletePoolButton({ pool }: { pool: Pool }) {
  const client = useQueryClient();
  const kept = describeDependents(pool);
  return (
    <ConfirmButton
      words="Delete"
      label={`Delete ${pool.name}`}
      title={`Delete ${pool.name}?`}
      description={
        kept
          ? `${kept} on it. Move or remove them first, or deleting is refused.`
          : 'Nothing depends on it. It is gone for good.'
      }
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

function describeDependents({ workers, products }: Pool): string | null {
  const parts = [
    ...(workers > 0 ? [`${workers} ${workers === 1 ? 'worker' : 'workers'}`] : []),
    ...(products > 0 ? [`${products} ${products === 1 ? 'product' : 'products'}`] : []),
  ];
  if (parts.length === 0) return null;
  return `${parts.join(' and ')} ${workers + products === 1 ? 'depends' : 'depend'}`;
}
