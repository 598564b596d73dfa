import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { readRows, type Tx } from '../../../database/db.ts';
import { appendEvent } from '../life/append-event.ts';
import { beginProvisioning } from './begin-provisioning.ts';
import { applied, refused, type ReportOutcome, type ReportScope } from './hold.ts';
import type { ReportOf } from './report-of.ts';

/** A step began or ended. A finished step never runs again within its try; only a failure may still replace `done`. */
export async function applyStep(tx: Tx, scope: ReportScope, body: ReportOf<'step'>): Promise<ReportOutcome> {
  const { ctx, hold, machine } = scope;
  // A worker that adopts it goes through the same steps; its owner's checklist is done.
  if (machine.state === 'ready') return applied;
  if (!(await beginProvisioning(tx, scope))) return refused(`a ${machine.state} machine has no steps`);
  const rows = await readRows(
    tx,
    Stepped,
    sql`
    insert into machine_steps as known (machine_id, attempt, step, epoch, state, failure, finished_at)
    values (
      ${machine.id}, ${body.attempt}, ${body.step}, ${hold.epoch}, ${body.state}, ${body.failure},
      case when ${body.state} = 'running' then null else clock_timestamp() end
    )
    on conflict (machine_id, attempt, step) do update set
      epoch = excluded.epoch, state = excluded.state, failure = excluded.failure, finished_at = excluded.finished_at,
      started_at = case when known.epoch < excluded.epoch then excluded.started_at else known.started_at end
    where known.epoch < excluded.epoch
      or (known.state = 'running' and excluded.state <> 'running')
      or (known.state = 'done' and excluded.state = 'failed')
    returning extract(epoch from finished_at - started_at)::double precision as seconds
  `,
  );
  const stepped = rows[0];
  if (!stepped) return applied;
  if (machine.purpose !== 'canary') observeStep(tx, scope, body, stepped.seconds);
  await tx.execute(sql`
    update machines set attempt = greatest(attempt, ${body.attempt}) where id = ${machine.id}
  `);
  await appendEvent(tx, ctx, machine.id, body);
  return applied;
}

function observeStep(
  tx: Tx,
  { ctx }: ReportScope,
  { step, state }: ReportOf<'step'>,
  seconds: number | null,
): void {
  if (state === 'running' || seconds === null) return;
  tx.afterCommit(() =>
    ctx.metrics.provisionStepSeconds.observe({ step, outcome: state }, Math.max(0, seconds)),
  );
}

const Stepped = z.object({ seconds: z.number().nullable() });
