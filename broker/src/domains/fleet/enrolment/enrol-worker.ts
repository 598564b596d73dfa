import { createPublicKey } from 'node:crypto';
import type { EnrolWorkerRequest } from '@coinslot/shared/http/admin-workers.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { readRows, type Tx } from '../../../database/db.ts';
import { fail } from '../../../http/errors.ts';
import { hashToken } from '../../../secrets/tokens.ts';
import { writeAudit } from '../../audit/index.ts';

/**
 * Turns a token and the public half of a key into a worker. The token is spent by one conditional update: of many at
 * once exactly one wins. The winner's key is given the same answer again while the token's time lasts: the first one may
 * have been lost. Errors: `invalid_request` (key), `enrolment_token_invalid`, `name_taken` (the token stays usable).
 */
export async function enrolWorker(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus'>,
  asked: EnrolWorkerRequest & { address: string | null },
): Promise<{ workerId: string; name: string }> {
  const publicKey = parseEd25519Key(asked.publicKey);
  const tokenHash = hashToken(asked.token);
  const token = await spendToken(tx, tokenHash);
  if (!token) return await readEnrolled(tx, tokenHash, publicKey);
  const rows = await readRows(
    tx,
    Enrolled,
    sql`
    with enrolled as (
      insert into workers (pool_id, name, public_key, labels, capacity, version)
      select pool_id, name, ${publicKey}, labels, capacity, ${asked.version}
      from enrolment_tokens where token_hash = ${tokenHash}
      on conflict do nothing
      returning id, name
    ), noted as (
      update enrolment_tokens set worker_id = enrolled.id from enrolled where token_hash = ${tokenHash}
    )
    select id, name from enrolled
  `,
  );
  const worker = rows[0];
  if (!worker)
    throw fail('name_taken', {
      detail: `A worker called ${token.name}, or with this key, is enrolled already.`,
    });
  await writeAudit(tx, {
    actor: { id: null, name: `token of ${token.created_by}` },
    action: 'worker.enrol',
    targetKind: 'worker',
    targetId: worker.id,
    after: { name: worker.name, poolId: token.pool_id },
    address: asked.address,
  });
  tx.afterCommit(() => ctx.bus.emit('queue_changed', {}));
  return { workerId: worker.id, name: worker.name };
}

/** The key in its one spelling (DER SubjectPublicKeyInfo, base64), so that `unique` compares keys and not spellings. */
function parseEd25519Key(publicKey: string): string {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
    if (key.asymmetricKeyType === 'ed25519')
      return key.export({ format: 'der', type: 'spki' }).toString('base64');
  } catch {
    // Not a key at all: answered like a key of another kind.
  }
  throw fail('invalid_request', {
    fields: { '/publicKey': 'must be an Ed25519 public key (DER, SubjectPublicKeyInfo, base64)' },
  });
}

async function spendToken(tx: Tx, tokenHash: string): Promise<z.infer<typeof SpentToken> | null> {
  const rows = await readRows(
    tx,
    SpentToken,
    sql`
    update enrolment_tokens set used_at = now()
    where token_hash = ${tokenHash} and used_at is null and expires_at > now()
    returning pool_id, name, created_by
  `,
  );
  return rows[0] ?? null;
}

/** The worker that this key became by this token. */
async function readEnrolled(
  tx: Tx,
  tokenHash: string,
  publicKey: string,
): Promise<{ workerId: string; name: string }> {
  const rows = await readRows(
    tx,
    Enrolled,
    sql`
    select w.id, w.name from enrolment_tokens t join workers w on w.id = t.worker_id
    where t.token_hash = ${tokenHash} and t.expires_at > now() and w.public_key = ${publicKey}
  `,
  );
  const worker = rows[0];
  if (!worker) throw fail('enrolment_token_invalid');
  return { workerId: worker.id, name: worker.name };
}

const SpentToken = z.object({
  pool_id: z.uuid(),
  name: z.string(),
  created_by: z.string(),
});
const Enrolled = z.object({ id: z.uuid(), name: z.string() });
