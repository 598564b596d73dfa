import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { inTransaction, readRows, type Tx } from '../../../database/db.ts';
import { claimSeat } from '../../labs/index.ts';
import { grantLease } from '../../leases/index.ts';
import { assignMachine, raiseEpoch } from '../../machines/index.ts';
import { type Placement, planPlacements } from './plan-placements.ts';
import {
  batchSize,
  readFreeSeats,
  readFreeWorkers,
  readWaiting,
  type WaitingMachine,
} from './read-waiting.ts';

/** The one allocator over all brokers: whoever holds this advisory lock until its commit. */
const allocatorLock = 4_201_001;

/**
 * Gives waiting machines to workers, at most a batch in one transaction. Answers how many were placed and whether the
 * batch was full, so that the caller goes on at once. `startedAgoMs` = since when this broker runs.
 */
export async function allocateMachines(
  ctx: BrokerContext,
  startedAgoMs: number,
): Promise<{ placed: number; isMore: boolean }> {
  const { suspectAfterMs, endRetryMs } = ctx.config.fleet;
  return await inTransaction(ctx.db, async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${allocatorLock})`);
    const seen = await readWaiting(tx, { startedAgoMs, suspectAfterMs, endRetryMs });
    if (seen.length === 0) return { placed: 0, isMore: false };
    const waiting = await lockUnchanged(tx, seen);
    const plan = planPlacements(
      waiting,
      await readFreeWorkers(tx, startedAgoMs, suspectAfterMs),
      await readFreeSeats(tx),
    );
    await lockWorkers(tx, plan);
    let placed = 0;
    for (const placement of plan) if (await place(tx, ctx, placement)) placed += 1;
    return { placed, isMore: placed > 0 && seen.length === batchSize };
  });
}

async function place(tx: Tx, ctx: BrokerContext, { machine, worker }: Placement): Promise<boolean> {
  const seatId = machine.seatId ?? (machine.work === 'prepare' ? await claimSeat(tx, machine.labId) : null);
  if (seatId === null) {
    if (machine.work !== 'prepare')
      ctx.log.error({ machineId: machine.id, work: machine.work }, 'a machine lost its seat');
    return false;
  }
  const claim = { machineId: machine.id, workerId: worker.id, seatId };
  const epoch =
    machine.work === 'prepare'
      ? await assignMachine(tx, ctx, claim)
      : await raiseEpoch(tx, ctx, { machineId: machine.id, workerVanished: true });
  await grantLease(tx, ctx, { ...claim, epoch, bootId: worker.bootId });
  return true;
}

/** Locks the machines that are as they were read, in their order; one that somebody else is changing just now waits for the next round. */
async function lockUnchanged(tx: Tx, seen: readonly WaitingMachine[]): Promise<WaitingMachine[]> {
  const facts = seen.map(({ id, state, epoch }) => ({ id, state, epoch }));
  const rows = await readRows(
    tx,
    LockedRow,
    sql`
      select m.id from machines m
        join jsonb_to_recordset(${JSON.stringify(facts)}::jsonb) as s(id uuid, state text, epoch integer)
          on s.id = m.id and s.state = m.state and s.epoch = m.epoch
      for update of m skip locked
    `,
  );
  const locked = new Set(rows.map((row) => row.id));
  return seen.filter((machine) => locked.has(machine.id));
}

/** Workers are locked before seats, everywhere. */
async function lockWorkers(tx: Tx, plan: readonly Placement[]): Promise<void> {
  const ids = [...new Set(plan.map(({ worker }) => worker.id))];
  if (ids.length === 0) return;
  await tx.execute(
    sql`select id from workers where id = any(${sql.param(ids)}::uuid[]) order by id for update`,
  );
}

const LockedRow = z.object({ id: z.uuid() });
