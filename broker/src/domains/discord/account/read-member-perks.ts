import { RolePerks } from '@coinslot/shared/http/admin-discord.ts';
import { sql } from 'drizzle-orm';
import { type Db, readRows, type Tx } from '../../../database/db.ts';

/** What this member's roles give just now. `mayBuy` is true for everybody while the shop sells to everybody. */
export async function readMemberPerks(db: Db | Tx, userId: string): Promise<RolePerks> {
  const [perks] = await readRows(
    db,
    RolePerks,
    sql`
      select may_buy as "mayBuy", active_machines_max as "activeMachinesMax", discount_percent as "discountPercent"
      from perks_of(${userId})`,
  );
  return RolePerks.parse(perks);
}
