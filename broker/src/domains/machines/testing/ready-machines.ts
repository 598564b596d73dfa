import { randomUUID } from 'node:crypto';
import { Machine } from '@coinslot/shared/http/machines.ts';
import { MachineEvent } from '@coinslot/shared/live-events/machine-event.ts';
import type { Assignment } from '@coinslot/shared/worker-messages/desired.ts';
import type { ReportBody } from '@coinslot/shared/worker-messages/report-body.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { inTransaction } from '../../../database/db.ts';
import type { TestSession } from '../../../testing/test-session.ts';
import { grantLease, releaseLease } from '../../leases/index.ts';
import { describeAssignments, raiseEpoch } from '../index.ts';
import type { Hold } from '../reports/hold.ts';
import type { MachineWorld, ProductTerms } from './machine-world.ts';

type EventOf<Kind extends MachineEvent['kind']> = Extract<MachineEvent, { kind: Kind }>;

/** A member with fifty coins and one ready machine of sixty minutes for ten; the test speaks for its worker. */
export interface ReadyMachine {
  member: TestSession;
  id: string;
  hold: Hold;
  labSessionId: string;
  view(): Promise<Machine>;
  events<Kind extends MachineEvent['kind']>(kind: Kind): Promise<EventOf<Kind>[]>;
  coins(): Promise<{ available: number; held: number }>;
  /** Extend, restart, stop and so on, as its owner. */
  ask(verb: string): Promise<{ status: number; body: unknown }>;
  /** What its worker is told just now. */
  assignment(): Promise<Assignment>;
  /** Sets its end to so long from now (a Postgres interval), as if time had passed. */
  endsIn(interval: string): Promise<void>;
  /** Its worker is lost; another one takes it over. */
  adopt(): Promise<Hold>;
}

/** Buys a machine of these terms and brings it up. */
export async function bringUpMachine(world: MachineWorld, terms: ProductTerms = {}): Promise<ReadyMachine> {
  const member = await world.broker.register();
  const { id } = await world.buy(member, await world.makeProduct(10, terms));
  const hold = await world.assign(id);
  const labSessionId = await world.bringUp(hold);
  const { ctx } = world.broker;
  const view = async () => Machine.parse((await member.get(`/api/v1/machines/${id}`)).body);
  return {
    member,
    id,
    hold,
    labSessionId,
    view,
    async events(kind) {
      const { body } = await member.get(`/api/v1/machines/${id}/events`);
      const { items } = z.object({ items: z.array(MachineEvent) }).parse(body);
      return items.filter((event): event is EventOf<typeof kind> => event.kind === kind);
    },
    async coins() {
      const { wallet } = await member.me();
      return {
        available: wallet.availableEarned + wallet.availableBought,
        held: wallet.heldEarned + wallet.heldBought,
      };
    },
    ask: (verb) => member.post(`/api/v1/machines/${id}/${verb}`),
    async assignment() {
      const workers = await world.rows(sql`
        select worker_id from leases where machine_id = ${id} and released_at is null`);
      const told = await describeAssignments(ctx.db, ctx, z.string().parse(workers[0]?.worker_id));
      const mine = told.find(({ machineId }) => machineId === id);
      if (!mine) throw new Error('its worker is not told of it');
      return mine;
    },
    async endsIn(interval) {
      await world.rows(sql`update machines set expires_at = now() + ${interval}::interval where id = ${id}`);
    },
    async adopt() {
      const workerId = await addWorker(world);
      const [row] = await world.rows(sql`select seat_id from machines where id = ${id}`);
      const seatId = z.string().parse(row?.seat_id);
      return await inTransaction(ctx.db, async (tx) => {
        await releaseLease(tx, ctx, { machineId: id, reason: 'worker_lost' });
        const epoch = await raiseEpoch(tx, ctx, { machineId: id, workerVanished: true });
        await grantLease(tx, ctx, { machineId: id, workerId, seatId, epoch, bootId: null });
        return { workerId, machineId: id, epoch };
      });
    },
  };
}

async function addWorker(world: MachineWorld): Promise<string> {
  const id = randomUUID();
  await world.rows(sql`
    insert into workers (id, pool_id, name, public_key, capacity)
    select ${id}, pool_id, ${id}, ${id}, 10 from workers where id = ${world.workerId}
  `);
  return id;
}

/** The worker says that the lab gave what was asked for, or keeps the machine for so long. */
export async function extendedReport(machine: ReadyMachine, endsInMs?: number | null): Promise<ReportBody> {
  const { extension } = await machine.assignment();
  if (extension === null) throw new Error('no extension is asked for');
  return {
    kind: 'extended',
    extensionId: extension.extensionId,
    endsInMs: endsInMs === undefined ? extension.labMustLastMs : endsInMs,
  };
}
