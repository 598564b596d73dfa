import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { readRows, type Tx } from '../../../database/db.ts';
import { PgTimestamp } from '../../../database/pg-types.ts';
import { fail } from '../../../http/errors.ts';
import { hashToken, newToken } from '../../../secrets/tokens.ts';
import { type Actor, writeAudit } from '../../audit/index.ts';

/**
 * Makes a single-use token that enrols one worker of a pool. The token is returned once and only its SHA-256 is kept.
 * The worker's labels and slots are fixed here: a worker cannot claim more. Errors: `not_found` (pool), `name_taken`.
 */
export async function createEnrolmentToken(
  tx: Tx,
  ctx: Pick<BrokerContext, 'config'>,
  asked: {
    poolId: string;
    name: string;
    capacity: number;
    labels: string[];
    actor: Actor;
    address: string | null;
  },
): Promise<{ token: string; expiresAt: Date }> {
  const token = `coinslot-enrol-${newToken()}`;
  const labels = sql`array(select jsonb_array_elements_text(${JSON.stringify(asked.labels)}::jsonb))`;
  const rows = await readRows(
    tx,
    Made,
    sql`
    with wanted as (
      select p.id as pool_id, exists (select 1 from workers w where w.name = ${asked.name}) as name_taken,
        array(select distinct unnest(p.labels || ${labels}) order by 1) as labels
      from pools p where p.id = ${asked.poolId}
    ), made as (
      insert into enrolment_tokens (token_hash, pool_id, name, capacity, labels, created_by, expires_at)
      select ${hashToken(token)}, pool_id, ${asked.name}, ${asked.capacity}, labels, ${asked.actor.name},
        now() + make_interval(secs => ${ctx.config.fleet.enrolmentTokenTtlMs / 1000})
      from wanted where not name_taken
      returning expires_at
    )
    select wanted.name_taken, made.expires_at from wanted left join made on true
  `,
  );
  const row = rows[0];
  if (!row) throw fail('not_found', { detail: 'There is no such pool.' });
  if (!row.expires_at)
    throw fail('name_taken', { detail: `A worker called ${asked.name} is enrolled already.` });
  await writeAudit(tx, {
    actor: asked.actor,
    action: 'worker.create_enrolment_token',
    targetKind: 'pool',
    targetId: asked.poolId,
    after: { name: asked.name, capacity: asked.capacity, labels: asked.labels },
    address: asked.address,
  });
  return { token, expiresAt: row.expires_at };
}

const Made = z.object({ name_taken: z.boolean(), expires_at: PgTimestamp.nullable() });
