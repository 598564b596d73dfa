import { randomUUID } from 'node:crypto';
import { Machine } from '@coinslot/shared/http/machines.ts';
import type { LogSource } from '@coinslot/shared/live-events/log-line.ts';
import type { ReportBody } from '@coinslot/shared/worker-messages/report-body.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { inTransaction, readRows, type Tx } from '../../../database/db.ts';
import type { TestDatabase } from '../../../database/testing/test-database.ts';
import { sshWayIn } from '../../../testing/ssh-way-in.ts';
import { startTestBroker, type TestBroker } from '../../../testing/test-broker.ts';
import type { TestSession } from '../../../testing/test-session.ts';
import { claimSeats, ensureBundledLab, readFreeSeats } from '../../labs/index.ts';
import { grantLease } from '../../leases/index.ts';
import { verifyLedger } from '../../wallet/index.ts';
import { appendLogs, applyReport, assignMachines, lockMachine } from '../index.ts';
import type { Hold, ReportOutcome } from '../reports/hold.ts';

/** A broker with one lab, one pool, one worker without a process, and products to buy. The test speaks for the worker. */
export interface MachineWorld {
  broker: TestBroker;
  labId: string;
  workerId: string;
  /** Sixty minutes for `price` coins. */
  makeProduct(price: number, extra?: ProductTerms): Promise<string>;
  buy(session: TestSession, productId: string): Promise<Machine>;
  /** A seat and a lease on the worker, as the allocator gives them. */
  assign(machineId: string): Promise<Hold>;
  report(hold: Hold, body: ReportBody): Promise<ReportOutcome>;
  log(
    hold: Hold,
    first: number,
    texts: string[],
    source?: LogSource,
  ): Promise<{ seq: number; capped: boolean } | null>;
  /** Up to a session that the lab runs. Answers the lab session's id. */
  startLabSession(hold: Hold): Promise<string>;
  /** All the way from the lease to `ready`. Answers the lab session's id. */
  bringUp(hold: Hold): Promise<string>;
  /** Runs SQL and answers its rows. */
  rows(query: ReturnType<typeof sql>): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

export interface ProductTerms {
  stock?: number;
  refundsUnusedOnStop?: boolean;
  extension?: { minutes: number; price: number };
  maxLifeMinutes?: number;
  idleMinutes?: number;
}

const seatCount = 60;

// eslint-disable-next-line max-lines-per-function -- one table of small acts over the same broker
export async function openMachineWorld(
  environment: Record<string, string> = {},
  options: { database?: TestDatabase } = {},
): Promise<MachineWorld> {
  const broker = await startTestBroker(environment, options);
  const { labId, poolId } = await inTransaction(broker.ctx.db, (tx) =>
    ensureBundledLab(tx, broker.ctx, {
      baseUrl: 'http://lab.localhost:1',
      seats: Array.from({ length: seatCount }, (_, at) => ({
        username: `seat-${at}`,
        password: `seat-password-${at}`,
        maxConcurrent: 1,
      })),
    }),
  );
  const rows = (query: ReturnType<typeof sql>) =>
    readRows(broker.ctx.db, z.record(z.string(), z.unknown()), query);
  const workerId = randomUUID();
  await rows(sql`
    insert into workers (id, pool_id, name, public_key, capacity)
    values (${workerId}, ${poolId}, 'tester', 'none', 200)
  `);

  const world: MachineWorld = {
    broker,
    labId,
    workerId,
    rows,
    async makeProduct(
      price,
      { stock, refundsUnusedOnStop = false, extension, maxLifeMinutes, idleMinutes } = {},
    ) {
      const id = randomUUID();
      await rows(sql`
        insert into products (
          id, name, pool_id, lab_id, template, duration_minutes, price, stock, refunds_unused_on_stop,
          extension_minutes, extension_price, max_life_minutes, idle_minutes
        ) values (
          ${id}, ${id}, ${poolId}, ${labId}, 'linux-small', 60, ${price}, ${stock ?? null}, ${refundsUnusedOnStop},
          ${extension?.minutes ?? null}, ${extension?.price ?? null}, ${maxLifeMinutes ?? null}, ${idleMinutes ?? null}
        )
      `);
      return id;
    },
    async buy(session, productId) {
      const answer = await session.post('/api/v1/machines', { productId });
      if (answer.status !== 202) throw new Error(`buying answered ${JSON.stringify(answer.body)}`);
      return Machine.parse(answer.body);
    },
    assign: (machineId) =>
      inTransaction(broker.ctx.db, async (tx) => {
        // One that the lab may still run something for kept its seat.
        const seatId = (await lockMachine(tx, machineId))?.seatId ?? (await takeSeat(tx, labId));
        if (seatId === null) throw new Error('no seat is free');
        const epochs = await assignMachines(tx, broker.ctx, [{ machineId, workerId, seatId }]);
        const epoch = epochs.get(machineId) ?? 0;
        await grantLease(tx, broker.ctx, { machineId, workerId, seatId, epoch, bootId: null });
        return { workerId, machineId, epoch };
      }),
    report: (hold, body) => inTransaction(broker.ctx.db, (tx) => applyReport(tx, broker.ctx, hold, body)),
    log: (hold, first, texts, source = 'machine') =>
      inTransaction(broker.ctx.db, (tx) =>
        appendLogs(
          tx,
          broker.ctx,
          hold,
          texts.map((text, at) => ({
            seq: first + at,
            at: new Date().toISOString(),
            source,
            text,
          })),
        ),
      ),
    async startLabSession(hold) {
      const labSessionId = randomUUID();
      const labRef = `ref-${labSessionId}`;
      await applied(world, hold, { kind: 'accepted' });
      await applied(world, hold, stepReport('running'));
      await applied(world, hold, { kind: 'lab_session_intended', labSessionId, tag: `cs-${labSessionId}` });
      await applied(world, hold, { kind: 'lab_session_started', labSessionId, labRef });
      await applied(world, hold, { kind: 'lab_session_live', labSessionId, labRef, endsInMs: null });
      return labSessionId;
    },
    async bringUp(hold) {
      const labSessionId = await world.startLabSession(hold);
      await applied(world, hold, readyReport());
      return labSessionId;
    },
    close: () => broker.close(),
  };
  return world;
}

export function stepReport(state: 'running' | 'done' | 'failed'): ReportBody {
  return {
    kind: 'step',
    attempt: 1,
    step: 'sign_in',
    state,
    failure: state === 'failed' ? 'page_timeout' : null,
  };
}

/** Throws when a coin came from nowhere or went there. */
export async function requireBalance({ broker }: MachineWorld): Promise<void> {
  const { imbalanceCoins, differences } = await verifyLedger(broker.ctx.db);
  if (imbalanceCoins !== 0 || differences.length > 0) {
    throw new Error(`the books are off by ${imbalanceCoins} coins: ${JSON.stringify(differences)}`);
  }
}

export const machinePassword = sshWayIn.password;

export function readyReport(): ReportBody {
  return { kind: 'ready', endpoints: [sshWayIn] };
}

async function applied(world: MachineWorld, hold: Hold, body: ReportBody): Promise<void> {
  const { outcome, detail } = await world.report(hold, body);
  if (outcome !== 'applied') throw new Error(`${body.kind} was answered ${outcome}: ${detail ?? ''}`);
}

async function takeSeat(tx: Tx, labId: string): Promise<string | null> {
  const [seat] = await readFreeSeats(tx, [{ labId, minutes: 60 }], 1);
  if (!seat) return null;
  const claimed = await claimSeats(tx, [{ seatId: seat.seatId, places: 1 }]);
  return claimed.has(seat.seatId) ? seat.seatId : null;
}
