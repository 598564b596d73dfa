import { AdminProduct } from '@coinslot/shared/http/admin-products.ts';
import { type SQL, sql } from 'drizzle-orm';
import { type Db, readRows, type Tx } from '../../../database/db.ts';
import { PgTimestamp } from '../../../database/pg-types.ts';
import { fail } from '../../../http/errors.ts';

/** Products as admins see them, by name: those in use, or the archived ones. */
export async function listAdminProducts(
  db: Db,
  { archived }: { archived: boolean },
): Promise<AdminProduct[]> {
  return await readAdminProducts(db, archived ? sql`p.archived_at is not null` : sql`p.archived_at is null`);
}

/** One product, archived or not. Throws `not_found`. */
export async function requireAdminProduct(tx: Tx, productId: string): Promise<AdminProduct> {
  const [product] = await readAdminProducts(tx, sql`p.id = ${productId}`);
  if (!product) throw fail('not_found');
  return product;
}

async function readAdminProducts(db: Db | Tx, where: SQL): Promise<AdminProduct[]> {
  const rows = await readRows(
    db,
    AdminProductRow,
    sql`
      select
        p.id, p.name, p.description, p.pool_id as "poolId", p.lab_id as "labId", p.template,
        p.duration_minutes as "durationMinutes", p.price, p.attributes, p.on_sale as "onSale",
        p.refunds_unused_on_stop as "refundsUnusedOnStop", p.stock, p.stock_used as "stockUsed",
        p.per_member_max as "perMemberMax",
        case when p.extension_minutes is not null
          then jsonb_build_object('minutes', p.extension_minutes, 'price', p.extension_price) end as extension,
        p.max_life_minutes as "maxLifeMinutes", p.idle_minutes as "idleMinutes", p.revision,
        o.name as "poolName", l.name as "labName", why_unavailable(p, l) as unavailable,
        coalesce(of_product.active, 0) as "activeMachines", coalesce(of_product.sold, 0) as "soldCount",
        p.archived_at as "archivedAt", p.created_at as "createdAt"
      from products p join pools o on o.id = p.pool_id join labs l on l.id = p.lab_id
        left join (
          select product_id, count(*) filter (where ended_at is null) as active,
            count(*) filter (where purpose = 'sale') as sold
          from machines group by product_id
        ) of_product on of_product.product_id = p.id
      where ${where}
      order by p.name, p.id
    `,
  );
  return rows.map((row) => ({
    ...row,
    archivedAt: row.archivedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  }));
}

const AdminProductRow = AdminProduct.extend({ archivedAt: PgTimestamp.nullable(), createdAt: PgTimestamp });
