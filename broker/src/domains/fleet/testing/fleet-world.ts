import { EnrolmentToken, type Worker, WorkerList } from '@coinslot/shared/http/admin-workers.ts';
import { Machine } from '@coinslot/shared/http/machines.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { inTransaction, readRows } from '../../../database/db.ts';
import type { TestDatabase } from '../../../database/testing/test-database.ts';
import {
  createFakeWorker,
  enrolFakeWorker,
  type FakeIdentity,
  type FakeWorker,
} from '../../../testing/fake-worker.ts';
import { startTestBroker, type TestBroker } from '../../../testing/test-broker.ts';
import type { TestSession } from '../../../testing/test-session.ts';
import { ensureBundledLab } from '../../labs/index.ts';
import { verifyFleet } from './verify-fleet.ts';

export interface MachineNow {
  id: string;
  state: string;
  endReason: string | null;
  epoch: number;
  attempt: number;
  seatId: string | null;
  /** Who holds it now. */
  workerId: string | null;
  labSession: string | null;
}

/** A broker with its loops, one lab, a member and an admin; workers are fakes that dial in over real sockets. */
export interface FleetWorld {
  readonly broker: TestBroker;
  readonly admin: TestSession;
  readonly member: TestSession;
  readonly poolId: string;
  makeToken(asked: { name: string; capacity?: number }): Promise<string>;
  /** Enrols a worker and connects it. */
  addWorker(name: string, capacity?: number): Promise<FakeWorker>;
  enrol(name: string, capacity?: number): Promise<FakeIdentity>;
  /** Another process with this identity (or the same one, by `bootId`), not connected yet. */
  workerOf(identity: FakeIdentity, bootId?: string): FakeWorker;
  buy(by?: TestSession): Promise<string>;
  /** All workers, as the admin's page shows them. */
  workers(): Promise<Worker[]>;
  machine(id: string): Promise<MachineNow>;
  /** Reads the machine until it is as wanted. */
  machineUntil(id: string, isSo: (machine: MachineNow) => boolean): Promise<MachineNow>;
  until(what: string, isSo: () => Promise<boolean>): Promise<void>;
  close(): Promise<void>;
}

const patienceMs = 20_000;

/** Machines cost nothing here and members may have many: money has tests of its own. */
export async function startFleetWorld(
  environment: Record<string, string> = {},
  {
    seats = 50,
    loops = true,
    ...others
  }: {
    seats?: number;
    loops?: boolean;
    database?: TestDatabase;
    logTo?: { write: (line: string) => void };
  } = {},
): Promise<FleetWorld> {
  const broker = await startTestBroker(
    {
      BROKER_ACTIVE_MACHINES_MAX: '1000',
      BROKER_LOOP_INTERVAL_MS: '50',
      // Workers that fail again and again have tests of their own.
      BROKER_WORKER_FAILURES_MAX: '1000',
      ...environment,
    },
    { loops, ...others },
  );
  const admin = await broker.registerAdmin();
  const member = await broker.register();
  const lab = await inTransaction(broker.ctx.db, (tx) =>
    ensureBundledLab(tx, broker.ctx, {
      baseUrl: 'http://lab.localhost:9',
      seats: [{ username: 'seat', password: 'seat password', maxConcurrent: 64 }],
    }),
  );
  await broker.database.db.execute(sql`update products set price = 0`);
  await broker.database.db.execute(sql`update seats set max_concurrent = ${seats}`);
  return { broker, admin, member, poolId: lab.poolId, ...actsOn(broker, admin, member, lab.poolId) };
}

type Acts = Omit<FleetWorld, 'broker' | 'admin' | 'member' | 'poolId'>;

function actsOn(broker: TestBroker, admin: TestSession, member: TestSession, poolId: string): Acts {
  const opened: FakeWorker[] = [];

  async function makeToken({ name, capacity = 4 }: { name: string; capacity?: number }): Promise<string> {
    const asked = { poolId, name, capacity, labels: [] };
    const answer = await admin.post('/api/v1/admin/workers/enrolment-tokens', asked);
    const { token } = EnrolmentToken.parse(answer.body);
    if (token === null) throw new Error('the token was not shown');
    return token;
  }

  async function enrol(name: string, capacity?: number): Promise<FakeIdentity> {
    const token = await makeToken({ name, ...(capacity === undefined ? {} : { capacity }) });
    return await enrolFakeWorker(broker.url, token);
  }

  function workerOf(identity: FakeIdentity, bootId?: string): FakeWorker {
    const worker = createFakeWorker(broker.url, identity, bootId);
    opened.push(worker);
    return worker;
  }

  async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
    const givesUpAt = performance.now() + patienceMs;
    while (!(await isSo())) {
      if (performance.now() > givesUpAt) throw new Error(`waited in vain until ${what}`);
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
  }

  async function machine(id: string): Promise<MachineNow> {
    const [row] = await readRows(broker.database.db, MachineRow, sql`${machineNow} where m.id = ${id}`);
    if (!row) throw new Error(`there is no machine ${id}`);
    return row;
  }

  return {
    makeToken,
    enrol,
    workerOf,
    until,
    machine,
    async addWorker(name, capacity) {
      const worker = workerOf(await enrol(name, capacity));
      await worker.connect();
      return worker;
    },
    workers: async () => WorkerList.parse((await admin.get('/api/v1/admin/workers')).body).items,
    async buy(by = member) {
      const [product] = await readRows(
        broker.database.db,
        z.object({ id: z.uuid() }),
        sql`select id from products order by name limit 1`,
      );
      const answer = await by.post('/api/v1/machines', { productId: product?.id });
      if (answer.status !== 202)
        throw new Error(`buying answered ${answer.status} ${JSON.stringify(answer.body)}`);
      return Machine.pick({ id: true }).parse(answer.body).id;
    },
    async machineUntil(id, isSo) {
      let last = await machine(id);
      await until(`machine ${id} is as wanted`, async () => isSo((last = await machine(id)))).catch(
        (error: unknown) => {
          throw new Error(`the machine is ${JSON.stringify(last)}`, { cause: error });
        },
      );
      return last;
    },
    async close() {
      const differences = await verifyFleet(broker.database.db);
      for (const worker of opened) worker.vanish();
      await broker.close();
      if (differences.length > 0)
        throw new Error(`the fleet's counters are wrong: ${differences.join('; ')}`);
    },
  };
}

const machineNow = sql`
  select m.id, m.state, m.end_reason as "endReason", m.epoch, m.attempt, m.seat_id as "seatId",
    l.worker_id as "workerId", s.state as "labSession"
  from machines m
    left join leases l on l.machine_id = m.id and l.released_at is null
    left join lateral (
      select state from lab_sessions where machine_id = m.id order by intended_at desc limit 1
    ) as s on true
`;

const MachineRow = z.object({
  id: z.uuid(),
  state: z.string(),
  endReason: z.string().nullable(),
  epoch: z.int(),
  attempt: z.int(),
  seatId: z.uuid().nullable(),
  workerId: z.uuid().nullable(),
  labSession: z.string().nullable(),
});
