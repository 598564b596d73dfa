import { saidSentences } from '@coinslot/shared/said-sentences.ts';
import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { readRows, type Tx } from '../../../database/db.ts';
import { fail } from '../../../http/errors.ts';
import { type AdminAct, writeAudit } from '../../audit/index.ts';
import { products } from '../tables.ts';
import { requireAdminProduct } from './list-admin-products.ts';
import { lockProduct, termsOf } from './write-product.ts';

/** Deletes a product of which no machine was ever made. Throws `not_found` or `still_in_use`. */
export async function deleteProduct(tx: Tx, act: AdminAct, productId: string): Promise<void> {
  if (!(await lockProduct(tx, productId))) throw fail('not_found');
  const before = termsOf(await requireAdminProduct(tx, productId));
  const [made] = await readRows(
    tx,
    z.object({ any: z.boolean() }),
    sql`select exists (select 1 from machines where product_id = ${productId}) as any`,
  );
  if (made?.any === true) {
    throw fail('still_in_use', { detail: saidSentences.product_was_sold });
  }
  await tx.delete(products).where(eq(products.id, productId));
  await writeAudit(tx, {
    ...act,
    action: 'product.delete',
    targetKind: 'product',
    targetId: productId,
    before,
  });
}
