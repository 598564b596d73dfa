import type { AdminProduct, RevisionRequest } from '@coinslot/shared/http/admin-products.ts';
import { eq, sql } from 'drizzle-orm';
import type { Tx } from '../../../database/db.ts';
import { refuseStale } from '../../../http/refuse-conflicts.ts';
import { type AdminAct, writeAudit } from '../../audit/index.ts';
import { products } from '../tables.ts';
import { requireAdminProduct } from './list-admin-products.ts';
import { lockProduct } from './write-product.ts';

/** Takes a product off sale and out of the lists; its machines run on. Archived once more it stays as it is. */
export async function archiveProduct(
  tx: Tx,
  act: AdminAct,
  productId: string,
  asked: RevisionRequest,
): Promise<AdminProduct> {
  return await setArchived(tx, act, productId, { ...asked, archived: true });
}

/** Brings an archived product back, not on sale. */
export async function restoreProduct(
  tx: Tx,
  act: AdminAct,
  productId: string,
  asked: RevisionRequest,
): Promise<AdminProduct> {
  return await setArchived(tx, act, productId, { ...asked, archived: false });
}

async function setArchived(
  tx: Tx,
  act: AdminAct,
  productId: string,
  asked: RevisionRequest & { archived: boolean },
): Promise<AdminProduct> {
  const present = refuseStale(await lockProduct(tx, productId), asked);
  if ((present.archivedAt !== null) === asked.archived) return await requireAdminProduct(tx, productId);
  const { onSale } = await requireAdminProduct(tx, productId);
  await tx
    .update(products)
    .set({
      archivedAt: asked.archived ? sql`now()` : null,
      onSale: false,
      revision: sql`${products.revision} + 1`,
    })
    .where(eq(products.id, productId));
  await writeAudit(tx, {
    ...act,
    action: asked.archived ? 'product.archive' : 'product.restore',
    targetKind: 'product',
    targetId: productId,
    before: { archived: !asked.archived, onSale },
    after: { archived: asked.archived, onSale: false },
  });
  return await requireAdminProduct(tx, productId);
}
