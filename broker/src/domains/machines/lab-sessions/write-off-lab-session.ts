import { sql } from 'drizzle-orm';
import type { BrokerContext } from '../../../context.ts';
import type { Tx } from '../../../database/db.ts';
import { fail } from '../../../http/errors.ts';
import { type AdminAct, writeAudit } from '../../audit/index.ts';
import { requireEndByHand } from '../life/require-end-by-hand.ts';
import { closeLabSession } from './close-lab-session.ts';
import { lockLabSession } from './lab-session-terms.ts';

export interface WriteOff {
  /** One of the two. */
  session: { tag: string } | { id: string };
  reason: string;
  /** The session's tag, typed by who is certain that the lab runs it no more although its time is not over. */
  certainOfTag?: string | undefined;
}

/**
 * Takes a lab session as ended on a person's word, because its lab does not answer any more: its seat and slot become free, and
 * a machine that still runs on it ends with a refund of the unused time. Only once the lab itself must have ended it: until then
 * it would be a second machine on the seat. Who is certain may do it before, for a machine that is over.
 *
 * @throws not_found, lab_session_ended, lab_session_may_run (with `from`), rank_too_low when a machine would end by it
 */
export async function writeOffLabSession(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus' | 'metrics'>,
  act: AdminAct,
  { session: which, reason, certainOfTag }: WriteOff,
): Promise<void> {
  const { machine, session } = await lockLabSession(
    tx,
    'id' in which ? sql`s.id = ${which.id}` : sql`s.tag = ${which.tag}`,
  );
  const { id, tag, state } = session;
  if (state === 'ended')
    throw fail('lab_session_ended', { detail: `The lab session ${tag} has ended already.` });
  const isCertain = certainOfTag === tag && machine.endReason !== null;
  if (!session.isSurelyOver && !isCertain) {
    const from = session.surelyOverAt.toISOString();
    throw fail('lab_session_may_run', {
      detail: `The lab may still run ${tag}. It can be written off from ${from}.`,
      params: { from },
    });
  }
  if (machine.state === 'ready') await requireEndByHand(tx, act, machine);
  const { actor } = act;
  await closeLabSession(tx, ctx, machine, {
    id,
    how: 'written_off',
    actor: actor.id === null ? `operator:${actor.name}` : `admin:${actor.id}`,
  });
  await writeAudit(tx, {
    ...act,
    action: 'lab_session.write_off',
    targetKind: 'lab_session',
    targetId: id,
    reason,
    before: { tag, state, machineId: machine.id, machineState: machine.state },
    after: { beforeItsTime: !session.isSurelyOver },
  });
}
