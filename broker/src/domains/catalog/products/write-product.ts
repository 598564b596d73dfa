import type { AdminProduct, EditProductRequest, ProductDraft } from '@coinslot/shared/http/admin-products.ts';
import { eq, sql } from 'drizzle-orm';
import type { BrokerContext } from '../../../context.ts';
import type { Tx } from '../../../database/db.ts';
import { fail } from '../../../http/errors.ts';
import { refuseStale, refuseTakenName } from '../../../http/refuse-conflicts.ts';
import { type AdminAct, writeAudit } from '../../audit/index.ts';
import { products } from '../tables.ts';
import { checkProductDraft } from './check-product-draft.ts';
import { requireAdminProduct } from './list-admin-products.ts';

const nameOfLab = { constraint: 'products_lab_id_name_key', field: '/name' } as const;

/** Makes a product. Throws `invalid_request` (terms its lab cannot keep) or `name_taken` (in its lab). */
export async function createProduct(tx: Tx, act: AdminAct, draft: ProductDraft): Promise<AdminProduct> {
  await checkProductDraft(tx, draft);
  const [row] = await refuseTakenName(nameOfLab, () =>
    tx.insert(products).values(columnsOf(draft)).returning({ id: products.id }),
  );
  const product = await requireAdminProduct(tx, row?.id ?? '');
  await writeAudit(tx, {
    ...act,
    action: 'product.create',
    targetKind: 'product',
    targetId: product.id,
    after: termsOf(product),
  });
  return product;
}

/**
 * Changes a product. Machines that were bought keep the terms they were bought under.
 *
 * @throws not_found, edited_meanwhile, invalid_request, name_taken
 */
export async function editProduct(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus'>,
  act: AdminAct,
  productId: string,
  asked: EditProductRequest,
): Promise<AdminProduct> {
  const { archivedAt } = refuseStale(await lockProduct(tx, productId), asked);
  if (archivedAt !== null && asked.onSale) {
    throw fail('invalid_request', { fields: { '/onSale': 'is archived: restore it first' } });
  }
  const before = termsOf(await requireAdminProduct(tx, productId));
  const { revision: _, ...draft } = asked;
  await checkProductDraft(tx, draft);
  await refuseTakenName(nameOfLab, () =>
    tx
      .update(products)
      .set({
        ...columnsOf(draft),
        stockUsed: draft.stock === null ? 0 : countActive(productId),
        revision: sql`${products.revision} + 1`,
      })
      .where(eq(products.id, productId)),
  );
  const product = await requireAdminProduct(tx, productId);
  await writeAudit(tx, {
    ...act,
    action: 'product.edit',
    targetKind: 'product',
    targetId: productId,
    before,
    after: termsOf(product),
  });
  tx.afterCommit(() => ctx.bus.emit('queue_changed', {}));
  return product;
}

/** Holds a product's row for an edit: who buys it, or takes a place of it back, has committed or waits. */
export async function lockProduct(tx: Tx, productId: string) {
  const [row] = await tx
    .select({ revision: products.revision, archivedAt: products.archivedAt })
    .from(products)
    .where(eq(products.id, productId))
    .for('update');
  return row;
}

/** What an admin decides of a product, for the audit log. */
export function termsOf(product: AdminProduct) {
  const { id: _id, revision: _r, stockUsed: _s, activeMachines: _a, soldCount: _c, ...terms } = product;
  const { unavailable: _u, createdAt: _t, ...decided } = terms;
  return decided;
}

function countActive(productId: string) {
  return sql<number>`(select count(*) from machines where product_id = ${productId} and ended_at is null)`;
}

function columnsOf({ extension, ...draft }: ProductDraft) {
  return {
    ...draft,
    extensionMinutes: extension?.minutes ?? null,
    extensionPrice: extension?.price ?? null,
  };
}
