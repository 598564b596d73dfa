import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { inTransaction, readRows, type Tx } from '../../../database/db.ts';

/** So many workers silent at once are rather our own fault, or the network's, than theirs. */
const leastSilent = 5;
/** Silent together: fell silent within this time. */
const withinMs = 60_000;

/**
 * Keeps the sweep from reassigning everything when more than half of the workers (and at least five) go silent together: true while
 * nobody may be declared lost, by the database's clock. The outage is written down once, whichever broker sees it first, and told once.
 */
export async function massOutageIsOn(ctx: BrokerContext): Promise<boolean> {
  const rows = await readRows(
    ctx.db,
    z.object({ running: z.boolean(), known: z.int(), silent: z.int() }),
    sql`
      select exists (select from mass_outages where until_at > now()) as running, count(*)::integer as known,
        count(*) filter (
          where last_seen_at < now() - make_interval(secs => ${ctx.config.fleet.suspectAfterMs / 1000})
        )::integer as silent
      from workers
      -- One that said goodbye is neither: a host that is switched off on purpose is no outage.
      where state in ('active', 'draining') and not (leaving and session_id is null)
        and last_seen_at > now() - make_interval(secs => ${(ctx.config.fleet.lostAfterMs + withinMs) / 1000})
    `,
  );
  const { running = false, silent = 0, known = 0 } = rows[0] ?? {};
  if (running) return true;
  if (!isMassOutage(silent, known)) return false;
  await inTransaction(ctx.db, (tx) => beginMassOutage(tx, ctx, { silent, known }));
  return true;
}

/** `known` = the workers that lived a moment ago, the silent ones included. */
export function isMassOutage(silent: number, known: number): boolean {
  return silent >= leastSilent && silent > known / 2;
}

async function beginMassOutage(
  tx: Tx,
  ctx: BrokerContext,
  facts: { silent: number; known: number },
): Promise<void> {
  const begun = await readRows(
    tx,
    z.object({ id: z.coerce.number() }),
    sql`
      insert into mass_outages (until_at, silent, known)
      values (now() + make_interval(secs => ${ctx.config.fleet.massOutageBrakeMs / 1000}), ${facts.silent}, ${facts.known})
      on conflict do nothing
      returning id
    `,
  );
  if (begun.length === 0) return;
  tx.afterCommit(() => {
    ctx.metrics.faults.inc({ kind: 'mass_outage' });
    ctx.log.error(facts, 'most workers went silent at once: nothing is reassigned for a while');
  });
}
