import { setTimeout as sleep } from 'node:timers/promises';
import { type Member, registerMember } from '../../../../e2e/harness/member.ts';
import { Violation } from '../../scenario.ts';
import { Act, type Point } from '../points/point.ts';
import type { Scene, Strike } from '../strikes/strike.ts';
import { nameOf } from '../strikes/strike.ts';
import type { World } from '../world/open-world.ts';
import { awaitReady, doAct, requestMachine } from './acts.ts';
import { checkEverythingEnded } from './check-end.ts';
import { openLookOut } from './look-out.ts';
import { type Outcome, settle } from './settle.ts';

const reachPatienceMs = 60_000;

export interface Round {
  outcome: Outcome;
  /** From the strike's end until the machine was settled. */
  settledInMs: number;
}

/**
 * One machine of a new member: it is brought to the point, the message that is the point is held, the strike falls, the message goes on,
 * the strike ends. Then the machine has to come to one of its allowed ends, and nothing may be left of it.
 *
 * @returns null when the point was not reached, or nobody was there to strike
 * @throws Violation when it did not
 */
export async function runRound(world: World, point: Point, strike: Strike): Promise<Round | null> {
  const member = await registerMember(world.origin);
  let machineId: string | null = null;
  if (point.act !== Act.buy) {
    machineId = await requestMachine(member);
    await awaitReady(member, machineId);
  }
  const lookOut = openLookOut(point, { id: () => machineId });
  world.watch(lookOut.see);
  const acting = doAct(world, member, point.act, machineId, (id) => (machineId = id));
  try {
    const met = await strikeAt(world, strike, lookOut);
    const { id, end } = await acting;
    if (!met) return await clear(world, member, id, end);
    const begun = performance.now();
    const outcome = await settle(world, member, { id, point, strike }).finally(end);
    const settledInMs = Math.round(performance.now() - begun);
    await checkEverythingEnded(world, member, { id, outcome });
    return { outcome, settledInMs };
  } catch (error) {
    if (error instanceof Violation) throw await withFacts(error, world, { machineId, point, strike });
    throw error;
  } finally {
    world.watch(null);
  }
}

async function strikeAt(
  world: World,
  strike: Strike,
  lookOut: ReturnType<typeof openLookOut>,
): Promise<boolean> {
  try {
    const late = sleep(reachPatienceMs, null, { ref: false });
    const sighting = await Promise.race([lookOut.reached, late]);
    if (sighting === null) return false;
    const worker = sighting.link === 'worker' ? sighting.worker : await readHolder(world);
    const scene: Scene = { world, worker };
    const takeBack = await strike.begin(scene);
    lookOut.letGo();
    if (takeBack === null) return false;
    await sleep(strike.lastsMs);
    await takeBack();
    return true;
  } finally {
    lookOut.letGo();
  }
}

/** Nobody was struck: the round says nothing, and leaves nothing. */
async function clear(world: World, member: Member, id: string, end: () => void): Promise<null> {
  end();
  const machine = await member.waitFor(
    id,
    'an end or a beginning',
    ({ state, endedAt }) => state === 'ready' || endedAt !== null,
  );
  if (machine.state === 'ready') await member.request('POST', `/api/v1/machines/${id}/stop`);
  const ended = await member.waitFor(id, 'the end', ({ endedAt }) => endedAt !== null);
  await checkEverythingEnded(world, member, {
    id,
    outcome: ended.endReason === 'member_stopped' ? 'ready' : 'ended',
  });
  return null;
}

/** Whoever holds a machine now; one of the workers while nobody does. */
async function readHolder({ db, workers }: World): Promise<string> {
  const { rows } = await db.$client.query<{ name: string }>(
    'select w.name from leases l join workers w on w.id = l.worker_id where l.released_at is null limit 1',
  );
  return rows[0]?.name ?? [...workers.keys()][0] ?? '';
}

async function withFacts(
  violation: Violation,
  world: World,
  { machineId, point, strike }: { machineId: string | null; point: Point; strike: Strike },
): Promise<Violation> {
  const ask = async (query: string): Promise<unknown> =>
    (await world.db.$client.query(query, [machineId]).catch(() => null))?.rows;
  const processes = { broker: world.broker, lab: world.lab, ...Object.fromEntries(world.workers) };
  return new Violation(`${point.name} × ${nameOf(strike)}: ${violation.message}`, {
    ...violation.facts,
    machine: await ask('select * from machines where id = $1'),
    sessions: await ask('select * from lab_sessions where machine_id = $1'),
    leases: await ask('select * from leases where machine_id = $1'),
    events: await ask('select created_at, kind, data from machine_events where machine_id = $1 order by seq'),
    atTheLab: await world.runningAtTheLab().catch(String),
    said: Object.fromEntries(
      Object.entries(processes).map(([name, { output }]) => [
        name,
        output.filter((line) => !line.includes('request answered')).slice(-40),
      ]),
    ),
  });
}
