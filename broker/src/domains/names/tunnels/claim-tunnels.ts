import { sql } from 'drizzle-orm';
import type { BrokerContext } from '../../../context.ts';
import { readRows } from '../../../database/db.ts';
import { TunnelRow, tunnelColumns } from './tunnel-row.ts';

/** So many are worked on at once by each broker. */
const atOnce = 8;

/**
 * Takes tunnels that something is to be done about: to be made, to be given to another holder of their machine, or to be removed.
 * Each is put off first for as long as all its calls may take, so brokers share the work and a broker that dies holds nothing up for long.
 */
export async function claimTunnels(ctx: Pick<BrokerContext, 'config' | 'db'>): Promise<TunnelRow[]> {
  const longestMs = 8 * ctx.config.tunnels.timeoutMs;
  return await readRows(
    ctx.db,
    TunnelRow,
    sql`
      update tunnels t set next_try_at = now() + ${longestMs} * interval '1 millisecond'
      where t.id in (
        select due.id from tunnels due
        where due.state <> 'removed' and due.next_try_at <= now()
          and (due.state <> 'open' or exists (
            select 1 from leases l where l.machine_id = due.machine_id and l.released_at is null and l.epoch > due.epoch))
        order by due.state = 'removing', due.next_try_at limit ${atOnce} for update skip locked
      )
      returning ${tunnelColumns}`,
  );
}

/** Nobody works on it any more: if its machine has ended meanwhile, it is removed next. */
export async function freeDoomed(db: BrokerContext['db'], tunnelId: string): Promise<void> {
  await db.execute(sql`update tunnels set next_try_at = now() where id = ${tunnelId} and state = 'removing'`);
}

/** When it is tried again: sooner while a member waits for it. */
export async function putOff(
  db: BrokerContext['db'],
  row: Pick<TunnelRow, 'id' | 'state' | 'failures'>,
  { why, until }: { why: string; until: Date | null },
): Promise<void> {
  const longestMs = row.state === 'removing' ? 300_000 : 15_000;
  const waitMs = Math.min(longestMs, 1_000 * 2 ** Math.min(row.failures, 10));
  await db.execute(sql`
    update tunnels set failures = failures + 1, fault = ${why.slice(0, 500)},
      next_try_at = greatest(now() + ${waitMs} * interval '1 millisecond', ${until?.toISOString() ?? null}::timestamptz)
    where id = ${row.id}`);
}
