import type { AdminProduct } from '@coinslot/shared/http/admin-products.ts';
import { t } from '@lingui/core/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { toast } from 'sonner';
import { paths } from '../../../../app/paths.ts';
import { ConfirmButton } from '../../../../ui/confirm-button.tsx';
import { archiveProduct } from '../api/archive-product.ts';
import { deleteProduct } from '../api/delete-product.ts';
import { adminProductsKey } from '../api/list-admin-products.ts';
import { restoreProduct } from '../api/restore-product.ts';

/** Archive or restore, and delete what was never sold. */
export function ProductActs({ product }: { product: AdminProduct }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const { id, name, revision } = product;

  function finish(words: string): void {
    toast.success(words);
    void navigate(paths.adminProducts);
    void client.invalidateQueries({ queryKey: adminProductsKey });
  }

  return (
    <div className="flex flex-wrap gap-2">
      {product.archivedAt ? (
        <ConfirmButton
          words={t`Restore`}
          title={t`Restore ${name}?`}
          description={t`It comes back to the list, off sale, and can be edited again.`}
          keep={t`Leave it archived`}
          act={t`Restore it`}
          look="coin"
          size="normal"
          send={(key) => restoreProduct(id, revision, key)}
          onDone={() => finish(t`${name} is restored.`)}
        />
      ) : (
        <ConfirmButton
          words={t`Archive`}
          title={t`Archive ${name}?`}
          description={t`It leaves the shop and this list. What was bought goes on, and you can restore it.`}
          keep={t`Keep it`}
          act={t`Archive it`}
          look="plain"
          size="normal"
          send={(key) => archiveProduct(id, revision, key)}
          onDone={() => finish(t`${name} is archived.`)}
        />
      )}
      {product.soldCount === 0 ? (
        <ConfirmButton
          words={t`Delete`}
          title={t`Delete ${name}?`}
          description={t`It was never sold. It is gone for good.`}
          keep={t`Keep it`}
          act={t`Delete it`}
          size="normal"
          send={() => deleteProduct(id)}
          onDone={() => finish(t`${name} is deleted.`)}
        />
      ) : null}
    </div>
  );
}
