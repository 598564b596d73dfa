import type { EvidenceBody } from '@coinslot/shared/worker-messages/evidence.ts';
import { sql } from 'drizzle-orm';
import type { BrokerContext } from '../../context.ts';
import type { Tx } from '../../database/db.ts';
import { maskSecrets } from './mask-secrets.ts';

/**
 * Keeps what a worker saw of a failure. The same evidence twice is kept once; beyond the cap of one machine nothing more is
 * kept. Texts are masked once more with the secrets this machine knows.
 *
 * @returns false when the machine has its cap already
 */
export async function storeEvidence(
  tx: Tx,
  ctx: Pick<BrokerContext, 'config'>,
  hold: { machineId: string; epoch: number },
  body: EvidenceBody,
  secrets: readonly string[],
): Promise<boolean> {
  const { perMachineMax, retentionDays } = ctx.config.evidence;
  const mask = (text: string) => maskSecrets(text, secrets);
  const picture = body.screenshot === null ? null : Buffer.from(body.screenshot, 'base64');
  const { rows } = await tx.execute(sql`
    insert into evidence (
      id, machine_id, epoch, taken_at, step, failure, message, url, title,
      screenshot, dom, console, network, step_log, expires_at
    )
    select
      ${body.evidenceId}, ${hold.machineId}, ${hold.epoch}, ${body.takenAt}, ${body.step}, ${body.failure},
      ${mask(body.message)}, ${mask(body.url)}, ${mask(body.title)},
      ${picture}, ${mask(body.dom)}, ${sql.param(body.console.map(mask))}::text[],
      ${sql.param(body.network.map(mask))}::text[], ${sql.param(body.stepLog.map(mask))}::text[],
      now() + ${retentionDays} * interval '1 day'
    where (select count(*) from evidence where machine_id = ${hold.machineId}) < ${perMachineMax}
    on conflict (id) do nothing
    returning id
  `);
  if (rows.length > 0) return true;
  const known = await tx.execute(sql`select id from evidence where id = ${body.evidenceId}`);
  return known.rows.length > 0;
}
