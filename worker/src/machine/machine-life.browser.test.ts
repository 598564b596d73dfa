import type { Assignment } from '@coinslot/shared/worker-messages/desired.ts';
import type { OpenedEndpoint } from '@coinslot/shared/worker-messages/report-body.ts';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { missingNamespaces, suiteTitle } from '../testing/lab-requirements.ts';
import { visitLab } from '../testing/lab-visitor.ts';
import { makeLabWorld } from '../testing/lab-world.ts';
import type { LabWorld } from '../testing/lab-world.ts';

describe.skipIf(missingNamespaces !== null)(suiteTitle("a machine's life on a worker"), () => {
  let world: LabWorld;
  beforeAll(async () => {
    world = await makeLabWorld();
  });
  afterEach(() => world.lab.misbehave({}));
  afterAll(() => world.stop());

  test('an end that the broker refuses to write is reported again until it stands', async () => {
    const machine = world.machineFor(await world.newSeat(), { goal: 'end' });
    const id = crypto.randomUUID();
    machine.labSessions.push({ id, tag: 'cs-never-1-1', state: 'intended', labRef: null, intendedAgoMs: 0 });
    let refusals = 0;
    world.broker.script.report = ({ body }) =>
      body.kind === 'lab_session_ended' && ++refusals <= 2 ? 'refused' : 'applied';
    world.assign(machine);
    await world.broker.until('the third report', () => countOf(machine, 'lab_session_ended') === 3, 30_000);
    await world.broker.until('the end', () => phaseOf(machine) === 'ended');
    expect(countOf(machine, 'lab_session_ended')).toBe(3);
    world.broker.script.report = () => 'applied';
    world.unassign(machine);
  });

  test('after a fence the same machine is started anew under a tag of its own, and becomes ready', async () => {
    // The fence must come before the line is given up as dead (2.5 intervals).
    Object.assign(world.broker.script, { heartbeatIntervalMs: 1000, fenceAfterMs: 2000 });
    await world.restartWorker();
    const seat = await world.newSeat();
    const machine = world.machineFor(seat);
    await world.lab.misbehave({ startSlowMs: { ms: 5000 } });
    world.assign(machine);
    await world.broker.until('the start', () => countOf(machine, 'lab_session_started') === 1);
    world.broker.script.heartbeats = 'ignore';
    await world.broker.until('the fence', () => world.processLog().includes('no lab page is touched'));
    Object.assign(world.broker.script, {
      heartbeats: 'answer',
      heartbeatIntervalMs: 200,
      fenceAfterMs: 45_000,
    });
    await world.lab.misbehave({});
    await bringUp(machine, { isAssigned: true });
    const tags = intents(machine).map(({ tag }) => tag);
    expect(tags.map((tag) => /^cs-[0-9a-f]{8}-1-1-[0-9a-f]{8}$/.test(tag))).toEqual([true, true]);
    expect(new Set(tags).size).toBe(2);
    const visitor = await visitLab(world.lab.port, seat);
    expect((await visitor.machines()).filter(({ state }) => state === 'running')).toHaveLength(1);
    await world.end(machine);
  });

  test('a fence while the broker owes the answer to an intent does not make it refuse the next one', async () => {
    Object.assign(world.broker.script, { heartbeatIntervalMs: 1000, fenceAfterMs: 2000 });
    await world.restartWorker();
    const machine = world.machineFor(await world.newSeat());
    const fences = (): number => world.processLog().split('no lab page is touched').length;
    const before = fences();
    let refusals = 0;
    world.broker.script.report = ({ body }) => {
      if (body.kind === 'lab_session_intended') world.broker.script.heartbeats = 'ignore';
      return world.broker.script.heartbeats === 'ignore' ? null : 'applied';
    };
    world.assign(machine);
    await world.broker.until('the fence', () => fences() > before);
    world.broker.script.report = ({ body }) => {
      const isNext =
        body.kind === 'lab_session_intended' && body.labSessionId !== intents(machine)[0]?.labSessionId;
      if (!isNext || countOf(machine, 'lab_session_ended') > 0) return 'applied';
      refusals += 1;
      return 'refused';
    };
    Object.assign(world.broker.script, {
      heartbeats: 'answer',
      heartbeatIntervalMs: 200,
      fenceAfterMs: 45_000,
    });
    await bringUp(machine, { isAssigned: true });
    expect(refusals).toBe(0);
    world.broker.script.report = () => 'applied';
    await world.end(machine);
  });

  test('a ready machine that is lost at the lab leaves evidence before it is reported gone', async () => {
    const seat = await world.newSeat();
    const machine = world.machineFor(seat);
    const { labRef } = await bringUp(machine);
    await (await visitLab(world.lab.port, seat)).end(labRef);
    await world.broker.until('the loss', () => countOf(machine, 'machine_gone') === 1, 30_000);
    const bodies = world.bodiesOf(machine);
    const evidence = bodies.findIndex((body) => body.kind === 'evidence' && body.failure === 'machine_lost');
    expect(evidence).toBeGreaterThan(-1);
    expect(evidence).toBeLessThan(bodies.findIndex(({ kind }) => kind === 'machine_gone'));
    expect(bodies[evidence]).toMatchObject({ url: expect.stringContaining('/machines'), step: null });
    await world.end(machine);
  });

  test('a second session that shows up only after the machine was adopted is ended', async () => {
    const seat = await world.newSeat(2);
    const machine = world.machineFor(seat);
    const { endpoint, labRef } = await bringUp(machine);
    world.assign({ ...machine, endpoint });
    await world.worker().drain(0);
    const visitor = await visitLab(world.lab.port, seat);
    await visitor.start(intents(machine)[0]!.tag);
    await world.restartWorker();
    await vi.waitFor(
      async () => {
        const running = (await visitor.machines()).filter(({ state }) => state !== 'ended');
        expect(running.map((listed) => listed.labRef)).toEqual([labRef]);
      },
      { timeout: 20_000, interval: 200 },
    );
    expect(countOf(machine, 'machine_gone')).toBe(0);
    await world.end({ ...machine, endpoint });
  });

  test('a worker gives up early enough to say why before the broker stops waiting', async () => {
    await world.lab.misbehave({ startNever: {} });
    const machine = world.machineFor(await world.newSeat(), { provisionRemainingMs: 19_000 });
    const asked = performance.now();
    world.assign(machine);
    expect(await world.outcome(machine)).toMatchObject({ kind: 'failed', failure: 'lab_start_timeout' });
    expect(performance.now() - asked).toBeLessThan(19_000);
    expect(countOf(machine, 'evidence')).toBe(1);
    await world.lab.misbehave({});
    await world.end(machine);
  });

  test("a clock that is five minutes ahead of the lab's does not move the lab's end", async () => {
    const realNow = Date.now.bind(Date);
    vi.spyOn(Date, 'now').mockImplementation(() => realNow() + 5 * 60_000);
    const machine = world.machineFor(await world.newSeat());
    await bringUp(machine);
    const live = world.bodiesOf(machine).find((body) => body.kind === 'lab_session_live');
    if (live?.kind !== 'lab_session_live') throw new Error('not live');
    expect(Math.abs((live.endsInMs ?? 0) - 30 * 60_000)).toBeLessThan(60_000);
    await world.end(machine);
  });

  /** Assigns the machine and waits until it is ready; says what failed instead. */
  async function bringUp(
    machine: Assignment,
    { isAssigned }: { isAssigned: boolean } = { isAssigned: false },
  ): Promise<{ endpoint: OpenedEndpoint; labRef: string }> {
    if (!isAssigned) world.assign(machine);
    const outcome = await world.outcome(machine, 40_000);
    const live = world.bodiesOf(machine).findLast((body) => body.kind === 'lab_session_live');
    if (outcome.kind !== 'ready' || live?.kind !== 'lab_session_live')
      throw new Error(`not ready: ${JSON.stringify(outcome)}`);
    return { endpoint: outcome.endpoints[0]!, labRef: live.labRef };
  }

  function intents(machine: Assignment): { labSessionId: string; tag: string }[] {
    return world.bodiesOf(machine).flatMap((body) => (body.kind === 'lab_session_intended' ? [body] : []));
  }

  function countOf(machine: Assignment, kind: string): number {
    return world.bodiesOf(machine).filter((body) => body.kind === kind).length;
  }

  function phaseOf({ machineId }: Assignment): string | undefined {
    const beat = world.broker.received.findLast((message) => message.type === 'heartbeat');
    return beat?.holds.find((hold) => hold.machineId === machineId)?.phase;
  }
});
