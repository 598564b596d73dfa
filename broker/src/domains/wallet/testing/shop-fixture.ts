import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Db, inTransaction, readRows, type Tx } from '../../../database/db.ts';
import { openWallet } from '../open-wallet.ts';

const Id = z.object({ id: z.uuid() });

/** A member with an empty wallet. */
export async function makeMember(db: Db): Promise<string> {
  return await inTransaction(db, async (tx) => {
    const email = `${randomUUID()}@example.org`;
    const [user] = await readRows(
      tx,
      Id,
      sql`insert into users (name, email) values ('Member', ${email}) returning id`,
    );
    const { id } = Id.parse(user);
    await openWallet(tx, id);
    return id;
  });
}

/** Something to sell, as rows only. */
export async function makeProduct(db: Db): Promise<string> {
  const [product] = await readRows(
    db,
    Id,
    sql`
      with pool as (insert into pools (name) values (${randomUUID()}) returning id),
      lab as (
        insert into labs (name, driver, recipe, base_url)
        values (${randomUUID()}, 'console', 'bundled', 'http://lab.localhost') returning id
      )
      insert into products (name, pool_id, lab_id, template, duration_minutes, price)
      select 'Linux', pool.id, lab.id, 'linux-small', 60, 10 from pool, lab returning id`,
  );
  return Id.parse(product).id;
}

/** A machine row for a charge to belong to. */
export async function makeMachine(
  tx: Tx,
  machineId: string,
  userId: string,
  productId: string,
): Promise<void> {
  await tx.execute(sql`
    insert into machines (id, owner_id, product_id, pool_id, lab_id, name, template, duration_minutes, price, queue_deadline_at)
    select ${machineId}, ${userId}, id, pool_id, lab_id, 'machine', template, duration_minutes, price, now() + interval '1 hour'
    from products where id = ${productId}`);
}
