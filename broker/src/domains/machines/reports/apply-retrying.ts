import { provisionFailures } from '@coinslot/shared/states/provision-failure.ts';
import { sql } from 'drizzle-orm';
import type { Tx } from '../../../database/db.ts';
import { appendEvent } from '../life/append-event.ts';
import { beginProvisioning } from './begin-provisioning.ts';
import { applied, refused, type ReportOutcome, type ReportScope } from './hold.ts';
import type { ReportOf } from './report-of.ts';

/** A try failed and the same worker starts the next one. `attempt` is the next one's number. */
export async function applyRetrying(
  tx: Tx,
  scope: ReportScope,
  body: ReportOf<'retrying'>,
): Promise<ReportOutcome> {
  const { ctx, machine } = scope;
  if (!(await beginProvisioning(tx, scope))) return refused(`a ${machine.state} machine is not tried again`);
  if (body.attempt <= machine.attempt) return applied;
  await tx.execute(sql`update machines set attempt = ${body.attempt} where id = ${machine.id}`);
  await appendEvent(tx, ctx, machine.id, {
    ...body,
    kind: 'retry',
    text: provisionFailures[body.failure].text,
  });
  return applied;
}
