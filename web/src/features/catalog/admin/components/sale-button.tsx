import type { AdminProduct } from '@coinslot/shared/http/admin-products.ts';
import { t } from '@lingui/core/macro';
import { useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { errorText } from '../../../../lib/api-error.ts';
import { useAct } from '../../../../lib/use-act.ts';
import { Button } from '../../../../ui/button.tsx';
import { editProduct } from '../api/edit-product.ts';
import { adminProductsKey } from '../api/list-admin-products.ts';
import { toDraft } from '../describe-product.ts';

/** Puts a product on sale or takes it off, and nothing else. Keyed by the product's revision: each is another act. */
export function SaleButton({ product }: { product: AdminProduct }) {
  const client = useQueryClient();
  const flip = useAct({
    send: (onSale: boolean) =>
      editProduct(product.id, { ...toDraft(product), onSale, revision: product.revision }),
    onDone: (saved) => {
      toast.success(saved.onSale ? t`${saved.name} is on sale.` : t`${saved.name} is off sale.`);
      void client.invalidateQueries({ queryKey: adminProductsKey });
    },
    onFailed: (error) => {
      toast.error(errorText(error));
      void client.invalidateQueries({ queryKey: adminProductsKey });
    },
  });
  return (
    <Button
      size="small"
      aria-label={product.onSale ? t`Take off sale: ${product.name}` : t`Put on sale: ${product.name}`}
      pending={flip.isPending}
      onClick={() => flip.run(!product.onSale)}
    >
      {product.onSale ? t`Take off sale` : t`Put on sale`}
    </Button>
  );
}
