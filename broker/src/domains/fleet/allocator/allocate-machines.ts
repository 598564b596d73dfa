import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { inTransaction, readRows, type Tx } from '../../../database/db.ts';
import { claimNamedSeat, claimSeats, readFreeSeats, type SeatWish } from '../../labs/index.ts';
import { grantLeases } from '../../leases/index.ts';
import { assignMachines, raiseEpoch } from '../../machines/index.ts';
import { takeTurns } from '../../queue/index.ts';
import { createSeatChoice, type SeatChoice } from './choose-seat.ts';
import { type Placement, planPlacements } from './plan-placements.ts';
import { readFreeWorkers } from './read-free-workers.ts';
import { batchSize, readWaiting, type WaitingMachine } from './read-waiting.ts';

/** The one allocator over all brokers: whoever holds this advisory lock until its commit. */
const allocatorLock = 4_201_001;

export interface AllocateRound {
  /** Since when this broker runs. */
  startedAgoMs: number;
  /** Also what lost its worker; false = only the queue. */
  orphansToo?: boolean;
}

/**
 * Gives waiting machines to workers, at most a batch in one transaction. Answers how many were placed and whether the
 * batch was full, so that the caller goes on at once.
 */
export async function allocateMachines(
  ctx: BrokerContext,
  { startedAgoMs, orphansToo = true }: AllocateRound,
): Promise<{ placed: number; isMore: boolean }> {
  const { suspectAfterMs, endRetryMs, queueAgeingMs: ageingMs } = ctx.config.fleet;
  const stopTimer = ctx.metrics.allocateSeconds.startTimer();
  const round = await inTransaction(ctx.db, async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${allocatorLock})`);
    const clock = { startedAgoMs, suspectAfterMs, endRetryMs, ageingMs, orphansToo };
    const seen = await readWaiting(tx, clock);
    if (seen.length === 0) return { placed: 0, isMore: false };
    const waiting = await lockUnchanged(tx, seen);
    const workers = await readFreeWorkers(tx, waiting, clock);
    const plan = planPlacements(waiting, workers, await chooseSeats(tx, waiting));
    const placements = await keepSeated(tx, await keepInService(tx, plan));
    await place(tx, ctx, placements);
    await takeTurns(
      tx,
      placements.map(({ machine }) => machine),
    );
    const placed = placements.length;
    tx.afterCommit(() => countPlacements(ctx, placements, seen.length));
    return { placed, isMore: placed > 0 && seen.length === batchSize };
  });
  if (round.placed > 0) stopTimer();
  return round;
}

async function place(tx: Tx, ctx: BrokerContext, placements: readonly Placement[]): Promise<void> {
  const claims = placements.map(({ machine, worker, seatId }) => ({
    machineId: machine.id,
    workerId: worker.id,
    seatId,
    bootId: worker.bootId,
    isPrepared: machine.work === 'prepare',
  }));
  const epochs = await assignMachines(
    tx,
    ctx,
    claims.filter(({ isPrepared }) => isPrepared),
  );
  // What lost its worker is rare: one by one.
  for (const { machineId } of claims.filter(({ isPrepared }) => !isPrepared)) {
    epochs.set(machineId, await raiseEpoch(tx, ctx, { machineId, workerVanished: true }));
  }
  await grantLeases(
    tx,
    ctx,
    claims.map((claim) => ({ ...claim, epoch: epochs.get(claim.machineId) ?? 0 })),
  );
}

function countPlacements(ctx: BrokerContext, placements: readonly Placement[], seen: number): void {
  ctx.metrics.placements.inc({ outcome: 'placed' }, placements.length);
  ctx.metrics.placements.inc({ outcome: 'postponed' }, seen - placements.length);
  for (const { machine } of placements) {
    if (machine.waitedMs !== null) ctx.metrics.queueWaitSeconds.observe(machine.waitedMs / 1000);
  }
}

/** The seats for these machines, by lab and length. */
async function chooseSeats(tx: Tx, waiting: readonly WaitingMachine[]): Promise<SeatChoice> {
  const wishes = new Map<string, SeatWish>();
  for (const { work, seatId, namedSeatId, labId, minutes } of waiting) {
    if (work === 'prepare' && seatId === null && namedSeatId === null)
      wishes.set(`${labId} ${minutes}`, { labId, minutes });
  }
  if (wishes.size === 0) return createSeatChoice([]);
  return createSeatChoice(await readFreeSeats(tx, [...wishes.values()], waiting.length));
}

/** Claims the seats of the plan; what lost its seat since it was read waits for the next round. */
async function keepSeated(tx: Tx, plan: readonly Placement[]): Promise<Placement[]> {
  const bySeat = Map.groupBy(
    plan.filter(({ claimsSeat, machine }) => claimsSeat && machine.namedSeatId === null),
    ({ seatId }) => seatId,
  );
  const claimed = await claimSeats(
    tx,
    [...bySeat].map(([seatId, placements]) => ({ seatId, places: placements.length })),
  );
  // Canaries after them: what a member takes in this round is taken.
  const seated: Placement[] = [];
  for (const placement of plan) {
    const { claimsSeat, machine, seatId } = placement;
    const isNamed = machine.namedSeatId !== null;
    if (!claimsSeat || (isNamed ? await claimNamedSeat(tx, seatId) : claimed.has(seatId)))
      seated.push(placement);
  }
  return seated;
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

/**
 * Locks the plan's workers (before seats, as everywhere). One that was taken out of service, or said that it leaves, since it was read
 * gets nothing: once a drain was acknowledged there is no new work. Its machines wait for the next round.
 */
async function keepInService(tx: Tx, plan: readonly Placement[]): Promise<Placement[]> {
  const ids = [...new Set(plan.map(({ worker }) => worker.id))];
  if (ids.length === 0) return [];
  const rows = await readRows(
    tx,
    LockedRow,
    sql`
      select id from workers
      where id = any(${sql.param(ids)}::uuid[]) and state = 'active' and not leaving
      order by id for update
    `,
  );
  const inService = new Set(rows.map((row) => row.id));
  return plan.filter(({ worker }) => inService.has(worker.id));
}

const LockedRow = z.object({ id: z.uuid() });
