import { inventoryLinesMax, InventoryOrder } from '@coinslot/shared/worker-messages/inventory.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { type Db, readRows } from '../../../database/db.ts';
import { openSeatCookies, openSeatSecret } from '../../labs/index.ts';

/** The inventories that a worker is to take, in the words of its protocol. One whose secret cannot be opened is left out and runs out. */
export async function describeInventories(
  db: Db,
  ctx: Pick<BrokerContext, 'log' | 'secrets'>,
  workerId: string,
): Promise<InventoryOrder[]> {
  const rows = await readRows(
    db,
    OrderRow,
    sql`
      select i.seat_id as "seatId", i.epoch,
        json_build_object(
          'id', l.id, 'recipe', l.recipe, 'baseUrl', l.base_url, 'stealth', l.stealth and l.permission_kind is not null
        ) as lab,
        s.username, s.secret, s.cookies,
        coalesce((
          select json_agg(json_build_object('labRef', f.lab_ref, 'label', f.label) order by f.first_seen_at)
          from lab_findings f where f.seat_id = i.seat_id and f.state = 'ending' and f.order_epoch = i.epoch
        ), '[]') as ends
      from seat_inventories i join seats s on s.id = i.seat_id join labs l on l.id = s.lab_id
      where i.worker_id = ${workerId} and i.deadline_at > now()
    `,
  );
  return rows.flatMap(({ username, secret, cookies, ...rest }) => {
    const id = rest.seatId;
    try {
      const password = openSeatSecret(ctx, { id, secret });
      return {
        ...rest,
        seat: { username, password, cookies: openSeatCookies(ctx, { id, cookies }) },
        linesMax: inventoryLinesMax,
      };
    } catch (error) {
      ctx.log.error(
        { err: error, seatId: id },
        'the password of a seat could not be opened: nobody looks at it',
      );
      return [];
    }
  });
}

const OrderRow = z.object({
  seatId: z.uuid(),
  epoch: z.int(),
  lab: InventoryOrder.shape.lab,
  username: z.string(),
  secret: z.string(),
  cookies: z.string().nullable(),
  ends: InventoryOrder.shape.ends,
});
