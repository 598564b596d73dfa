import { acceptedProtocolVersions, protocolVersion } from '@coinslot/shared/worker-messages/version.ts';
import { afterEach, expect, test } from 'vitest';
import { bringUp, endLabSession } from '../../../testing/fake-provisioning.ts';
import { type FleetWorld, startFleetWorld } from '../testing/fleet-world.ts';

let world: FleetWorld;
afterEach(() => world.close());

test("workers of this version and of the one before it serve side by side, take each other's machines over, and the admin sees which is old", async () => {
  // They are brought up one after the other: the second accepts late.
  world = await startFleetWorld({ BROKER_ACK_TIMEOUT_MS: '60000' });
  expect(acceptedProtocolVersions).toEqual([protocolVersion - 1, protocolVersion]);
  const fleet = [];
  for (const [name, protocol] of [
    ['old', protocolVersion - 1],
    ['new', protocolVersion],
  ] as const) {
    const worker = world.workerOf({ ...(await world.enrol(name, 4)), protocol });
    await worker.connect();
    fleet.push({ worker, machineId: '', labSessionId: '' });
  }
  for (const _ of fleet) await world.buy();
  for (const served of fleet) {
    const { worker } = served;
    await worker.until('it has work', () => worker.assignments.length === 1);
    const [assignment] = worker.assignments;
    if (!assignment) throw new Error('no assignment');
    served.machineId = assignment.machineId;
    served.labSessionId = await bringUp(worker, assignment);
    const at = new Date().toISOString();
    const ack = await worker.logs(assignment, [{ seq: 1, at, source: 'machine', text: 'up\n' }]);
    expect(ack).toMatchObject({ seq: 1, capped: false });
    expect((await worker.heartbeat()).leases).toHaveLength(1);
    expect(await world.machine(served.machineId)).toMatchObject({ state: 'ready' });
  }
  const shown = new Map((await world.workers()).map(({ name, protocol }) => [name, protocol]));
  expect(Object.fromEntries(shown)).toEqual({ new: protocolVersion, old: protocolVersion - 1 });

  const [old, fresh] = fleet;
  if (!old || !fresh) throw new Error('no fleet');
  await world.member.post(`/api/v1/machines/${fresh.machineId}/stop`);
  await fresh.worker.until('it must end it', () => fresh.worker.assignments[0]?.goal === 'end');
  const [chore] = fresh.worker.assignments;
  if (chore) await endLabSession(fresh.worker, chore, fresh.labSessionId);
  await world.machineUntil(fresh.machineId, ({ state }) => state === 'stopped');
  // An upgrade of the old one's host: it drains, and the new one takes the machine over.
  const path = `/api/v1/admin/workers/${old.worker.identity.workerId}/drain`;
  await world.admin.post(path, { deadlineMinutes: 0, reason: 'a new version' });
  const { worker } = fresh;
  await worker.until('it adopts', () => worker.assignments.some((one) => one.machineId === old.machineId));
  expect(await world.machine(old.machineId)).toMatchObject({ state: 'ready', epoch: 2, endReason: null });
}, 60_000);
