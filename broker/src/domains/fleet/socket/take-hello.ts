import { randomUUID } from 'node:crypto';
import { saidSentences } from '@coinslot/shared/said-sentences.ts';
import { WorkerState } from '@coinslot/shared/states/worker.ts';
import type { Hello } from '@coinslot/shared/worker-messages/hello.ts';
import { acceptedProtocolVersions } from '@coinslot/shared/worker-messages/version.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { inTransaction, readRows, type Tx } from '../../../database/db.ts';
import { lockWorker } from '../operate/lock-worker.ts';
import type { CloseReason, Connection, Phase } from './connection.ts';
import { isLateHello } from './is-late-hello.ts';
import type { JoinGate } from './join-gate.ts';
import { isSignedByWorker } from './verify-hello.ts';

/**
 * Checks who is there and offers the next join counter; when too many come at once, the rest is spread as after a planned restart. Nothing is decided before the signature was verified, so that a
 * stranger learns nothing and changes nothing.
 */
export async function takeHello(
  ctx: BrokerContext,
  connection: Connection,
  phase: Extract<Phase, { name: 'challenged' }>,
  { hello, joins }: { hello: Hello; joins: JoinGate },
): Promise<void> {
  // One answer per challenge: whatever comes of this hello, there is no second one.
  connection.phase = { name: 'closed' };
  if (!acceptedProtocolVersions.includes(hello.protocol)) return connection.close('protocol');
  // Not final: it may be we who were slow. The next connection gets a fresh challenge.
  if (performance.now() - phase.challengedAt > ctx.config.fleet.challengeTtlMs)
    return connection.close('silent');
  const worker = await readWorker(ctx, hello.workerId);
  if (!worker || !isSignedByWorker(phase.challenge, hello, worker.public_key)) {
    connection.log.warn({ workerId: hello.workerId }, 'a worker could not prove who it is');
    return connection.close('unauthenticated');
  }
  // Asked of who proved who they are only: nobody else can take the others' places.
  if (!joins.mayJoin(worker.id)) return connection.close('restart');
  const { challengedAt } = phase;
  const { address } = connection;
  const offer = await inTransaction(ctx.db, (tx) => offerJoin(tx, ctx, hello, { challengedAt, address }));
  if ('refused' in offer) {
    const facts = { workerId: worker.id, worker: worker.name };
    if (offer.refused === 'locked') connection.log.error(facts, 'a worker key is locked');
    if (offer.refused === 'superseded')
      connection.log.info(facts, 'a hello of an older connection came too late');
    return connection.close(offer.refused);
  }
  const sessionId = randomUUID();
  connection.phase = {
    name: 'welcomed',
    workerId: worker.id,
    bootId: hello.bootId,
    sessionId,
    joinCounter: offer.joinCounter,
  };
  connection.send({
    type: 'welcome',
    sessionId,
    joinCounter: offer.joinCounter,
    ackedReportSeq: offer.ackedReportSeq,
    capacity: worker.capacity,
    heartbeatIntervalMs: ctx.config.fleet.heartbeatIntervalMs,
    fenceAfterMs: ctx.config.fleet.fenceAfterMs,
  });
}

async function readWorker(ctx: BrokerContext, workerId: string): Promise<z.infer<typeof KnownWorker> | null> {
  const query = sql`select id, name, public_key, capacity from workers where id = ${workerId}`;
  const rows = await readRows(ctx.db, KnownWorker, query);
  return rows[0] ?? null;
}

const KnownWorker = z.object({ id: z.uuid(), name: z.string(), public_key: z.string(), capacity: z.int() });

type JoinOffer = { joinCounter: number; ackedReportSeq: number } | { refused: CloseReason };

/**
 * Both sides remember a counter that rises with every join. A worker may name the one that was committed, or the one that
 * was offered when its `joined` got lost. Any other number means that the key lives in two places: nobody can tell which
 * one is ours, so both are locked out until an admin looked. Of one worker's hellos those count that are challenged later than the last
 * one that did: a late one would name a number that is over, or take away the offer that a newer connection is about to keep.
 */
async function offerJoin(
  tx: Tx,
  ctx: BrokerContext,
  hello: Hello,
  { challengedAt, address }: { challengedAt: number; address: string | null },
): Promise<JoinOffer> {
  const rows = await readRows(
    tx,
    JoinState,
    sql`
      select state, join_counter, join_counter_offered, boot_id, report_seq, hello_process, hello_challenged_ms
      from workers
      where id = ${hello.workerId} for update
    `,
  );
  const worker = rows[0];
  if (!worker) return { refused: 'unauthenticated' };
  if (worker.state === 'revoked' || worker.state === 'locked') return { refused: worker.state };
  if (await isLateHello(tx, ctx, { workerId: hello.workerId, challengedAt, ...worker }))
    return { refused: 'superseded' };
  if (hello.joinCounter !== worker.join_counter && hello.joinCounter !== worker.join_counter_offered) {
    await lockWorker(tx, ctx, {
      workerId: hello.workerId,
      reason: saidSentences.worker_key_copied,
      facts: { named: hello.joinCounter, last: worker.join_counter },
      address,
    });
    return { refused: 'locked' };
  }
  // Never the same number twice: two copies that dial in the same moment would both keep it, and nobody could tell them apart.
  const joinCounter = Math.max(hello.joinCounter, worker.join_counter_offered ?? 0) + 1;
  await tx.execute(sql`
    update workers set join_counter = ${hello.joinCounter}, join_counter_offered = ${joinCounter},
      version = ${hello.version}, protocol = ${hello.protocol}, hello_process = ${ctx.processId},
      hello_challenged_ms = ${challengedAt}, hello_taken_at = clock_timestamp()
    where id = ${hello.workerId}
  `);
  return { joinCounter, ackedReportSeq: worker.boot_id === hello.bootId ? worker.report_seq : 0 };
}

const JoinState = z.object({
  state: WorkerState,
  join_counter: z.int(),
  join_counter_offered: z.int().nullable(),
  boot_id: z.uuid().nullable(),
  report_seq: z.int(),
  hello_process: z.uuid().nullable(),
  hello_challenged_ms: z.number().nullable(),
});
