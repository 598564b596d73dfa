import { Canary } from '@coinslot/shared/http/admin-canaries.ts';
import type { ProvisionFailure } from '@coinslot/shared/states/provision-failure.ts';
import type { Assignment } from '@coinslot/shared/worker-messages/desired.ts';
import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { readRows } from '../../../database/db.ts';
import { endLabSession, intendLabSession } from '../../../testing/fake-provisioning.ts';
import { allocateMachines } from '../../fleet/index.ts';
import { startFleetWorld } from '../../fleet/testing/fleet-world.ts';

export type CanaryWorld = Awaited<ReturnType<typeof startCanaryWorld>>;

/** A broker whose loops stand still, a lab with the seats `seat` and `other` whose breakers open after two failures, and one worker. */
export async function startCanaryWorld() {
  const world = await startFleetWorld({ BROKER_BREAKER_FAILURES_MAX: '2' }, { loops: false, seats: 1 });
  const { db } = world.broker.database;
  const act = (query: SQL) => db.execute(query);
  const labId = await oneId(sql`select id from labs`);
  const draft = { username: 'other', password: 'other password' };
  const added = await world.admin.post(`/api/v1/admin/labs/${labId}/seats`, draft);
  if (added.status !== 201) throw new Error(`the second seat was answered ${added.status}`);
  const worker = await world.addWorker('one', 8);

  /** The first id that the query finds, or ''. */
  async function oneId(query: SQL): Promise<string> {
    const [row] = await readRows(db, z.object({ id: z.uuid() }), query);
    return row?.id ?? '';
  }

  const place = () => allocateMachines(world.broker.ctx, { startedAgoMs: 3_600_000 });

  async function ask(seat: string | null = null): Promise<Canary> {
    const answer = await world.admin.post(`/api/v1/admin/labs/${labId}/canaries`, { seatId: seat });
    if (answer.status !== 202) throw new Error(`no canary: ${JSON.stringify(answer.body)}`);
    return Canary.parse(answer.body);
  }

  async function assignmentOf(machineId: string): Promise<Assignment> {
    await world.until('it is placed', async () => {
      await place();
      return worker.assignments.some((one) => one.machineId === machineId);
    });
    const found = worker.assignments.find((one) => one.machineId === machineId);
    if (!found) throw new Error('no assignment');
    return found;
  }

  return {
    world,
    worker,
    labId,
    act,
    place,
    ask,
    assignmentOf,
    seatId: (username: string) => oneId(sql`select id from seats where username = ${username}`),
    openCanary: () => oneId(sql`select id from machines where purpose = 'canary' and ended_at is null`),
    anyProduct: () => oneId(sql`select id from products limit 1`),
    look: async (id: string): Promise<Canary> =>
      Canary.parse((await world.admin.get(`/api/v1/admin/canaries/${id}`)).body),
    /** A machine's preparation fails on whichever seat it was given. */
    failAt: async (machineId: string, failure: ProvisionFailure): Promise<void> => {
      const assignment = await assignmentOf(machineId);
      const labSessionId = await intendLabSession(worker, assignment);
      await worker.report(assignment, { kind: 'failed', failure, message: 'no', step: 'start_lab' });
      await endLabSession(worker, assignment, labSessionId);
    },
  };
}
