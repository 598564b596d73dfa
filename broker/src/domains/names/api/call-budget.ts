import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { readRows } from '../../../database/db.ts';
import { PgTimestamp } from '../../../database/pg-types.ts';

/** How a call went: `closed` = Cloudflare takes nothing more for a while. */
export type CallOutcome =
  | { went: 'well' }
  | { went: 'badly'; detail: string }
  | { went: 'closed'; forMs: number; detail: string };

/** After so many bad calls in a row none is sent for a while. */
const failuresMax = 5;
const breakMs = 30_000;

const Pause = z.object({ until: PgTimestamp });

/**
 * Takes one call from the budget of the last five minutes, which all brokers share. Null = it may be sent; else when to ask again.
 * Whole minutes are counted, and one more than five: rather too few calls than one too many.
 */
export async function takeCall(
  ctx: Pick<BrokerContext, 'config' | 'db'>,
  removes: boolean,
): Promise<Date | null> {
  const { callsMax } = ctx.config.tunnels;
  const max = removes ? callsMax : Math.floor(callsMax * 0.8);
  const [paused] = await readRows(
    ctx.db,
    Pause,
    sql`select greatest(paused_until, closed_until) as until from tunnel_settings
      where greatest(paused_until, closed_until) > now()`,
  );
  if (paused !== undefined) return paused.until;
  const taken = await readRows(
    ctx.db,
    z.object({ calls: z.int() }),
    sql`
      insert into tunnel_calls as c (minute, calls)
      select date_trunc('minute', now()), 1
      where (select coalesce(sum(calls), 0) from tunnel_calls where minute > now() - interval '6 minutes') < ${max}
      on conflict (minute) do update set calls = c.calls + 1
      returning calls`,
  );
  if (taken[0]?.calls === 1) {
    await ctx.db.execute(sql`delete from tunnel_calls where minute < now() - interval '1 hour'`);
  }
  return taken.length > 0 ? null : new Date(Date.now() + 15_000);
}

/**
 * Remembers how the last call went, and stops all of them for a while when too many went badly. A good answer to a call that was on its
 * way when the pause began does not end it.
 */
export async function noteOutcome(
  { db, log }: Pick<BrokerContext, 'db' | 'log'>,
  outcome: CallOutcome,
): Promise<void> {
  if (outcome.went === 'well') {
    await db.execute(sql`
      update tunnel_settings set failures = 0, fault_at = null, fault_detail = null, paused_until = null
      where (failures > 0 or fault_at is not null)
        and not coalesce(greatest(paused_until, closed_until) > now(), false)`);
    return;
  }
  const { detail } = outcome;
  log.warn({ detail }, 'a call to Cloudflare failed');
  const closedMs = outcome.went === 'closed' ? outcome.forMs : 0;
  await db.execute(sql`
    update tunnel_settings set
      failures = failures + 1, fault_at = now(), fault_detail = ${detail.slice(0, 500)},
      closed_until = greatest(closed_until, now() + ${closedMs} * interval '1 millisecond'),
      paused_until = case when failures + 1 >= ${failuresMax}
        then now() + ${breakMs} * interval '1 millisecond' else paused_until end`);
}
