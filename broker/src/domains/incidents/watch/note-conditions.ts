import { sql } from 'drizzle-orm';
import type { BrokerContext } from '../../../context.ts';

type ConditionContext = Pick<BrokerContext, 'db' | 'processId'>;

/** Writes down that this process has just started, and for how long (ms) that counts. */
export async function noteStartGrace({ db, processId }: ConditionContext, graceMs: number): Promise<void> {
  await db.execute(sql`
    insert into broker_conditions (process_id, kind, since, until)
    values (${processId}, 'start_grace', now(), now() + ${graceMs}::float8 * interval '1 millisecond')
    on conflict (process_id, kind, name) do nothing`);
}

/** Says again that this process lives and which of its loops (by name, with the moment of their last good round) stand still. */
export async function noteLoops(
  { db, processId }: ConditionContext,
  stuck: readonly { name: string; since: string }[],
): Promise<void> {
  await db.execute(sql`
    update broker_conditions set seen_at = now() where process_id = ${processId} and until > now()`);
  await db.execute(sql`
    delete from broker_conditions
    where process_id = ${processId} and kind = 'loop_stuck'
      and name <> all(${sql.param(stuck.map(({ name }) => name))}::text[])`);
  if (stuck.length === 0) return;
  await db.execute(sql`
    insert into broker_conditions as c (process_id, kind, name, since)
    select ${processId}::uuid, 'loop_stuck', s.name, s.since
    from jsonb_to_recordset(${JSON.stringify(stuck)}::jsonb) as s(name text, since timestamptz)
    on conflict (process_id, kind, name) do update set since = excluded.since, seen_at = now()`);
}
