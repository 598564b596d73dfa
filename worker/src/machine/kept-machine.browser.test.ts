import type { Assignment } from '@coinslot/shared/worker-messages/desired.ts';
import type { OpenedEndpoint, ReportBody } from '@coinslot/shared/worker-messages/report-body.ts';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { missingNamespaces, suiteTitle } from '../testing/lab-requirements.ts';
import { visitLab } from '../testing/lab-visitor.ts';
import { makeLabWorld } from '../testing/lab-world.ts';
import type { LabWorld } from '../testing/lab-world.ts';
import { runOverSsh } from '../testing/run-over-ssh.ts';

const minuteMs = 60_000;

describe.skipIf(missingNamespaces !== null)(suiteTitle('a ready machine on a worker'), () => {
  let world: LabWorld;
  /** One machine for what leaves it running. */
  let ready: Assignment;
  let endpoint: OpenedEndpoint;
  beforeAll(async () => {
    world = await makeLabWorld();
    ({ ready, endpoint } = await bringUp());
  });
  afterEach(() => world.lab.misbehave({}));
  afterAll(async () => {
    await world.end(ready);
    await world.stop();
  });

  describe('more time', () => {
    test('is asked for once, by what is missing, and the end that the page shows is reported; a new order asks again', async () => {
      const first = order(45 * minuteMs);
      world.assign({ ...ready, extension: first });
      world.assign({ ...ready, extension: first });
      const extended = await reportOf(ready, 'extended', { extensionId: first.extensionId });
      expect(extended.endsInMs).toBeGreaterThan(45 * minuteMs);
      expect(extended.endsInMs).toBeLessThan(47 * minuteMs);
      world.assign({ ...ready, extension: first });
      // It lasts that long already, as after an earlier holder: nothing is clicked.
      const second = order(45 * minuteMs);
      world.assign({ ...ready, extension: second });
      const again = await reportOf(ready, 'extended', { extensionId: second.extensionId });
      expect(Math.abs((again.endsInMs ?? 0) - (extended.endsInMs ?? 0))).toBeLessThan(20_000);
      const third = order(60 * minuteMs);
      world.assign({ ...ready, extension: third });
      const more = await reportOf(ready, 'extended', { extensionId: third.extensionId });
      expect(more.endsInMs).toBeGreaterThan(60 * minuteMs);
      expect(bodies(ready, 'extended')).toHaveLength(3);
    });

    test('a lab that refuses, that says yes and does nothing, or that offers too little, is told with evidence; the machine is kept', async () => {
      await world.lab.misbehave({ extendFails: { reason: 'Nobody gets more today.' } });
      expect(await failedExtension(ready, 70 * minuteMs)).toMatchObject({
        failure: 'extension_refused',
        message: 'Nobody gets more today.',
      });
      await world.lab.misbehave({ extendIgnored: {} });
      expect((await failedExtension(ready, 70 * minuteMs)).message).toContain('did not move');
      await world.lab.misbehave({});
      expect((await failedExtension(ready, 500 * minuteMs)).message).toContain('offers');
      expect(bodies(ready, 'evidence').map(({ failure }) => failure)).toEqual([
        'extension_refused',
        'extension_refused',
        'extension_refused',
      ]);
      await world.broker.until('ready', () => world.broker.hold(ready)?.phase === 'ready');
      await world.broker.until('a good check', () => world.broker.hold(ready)?.health?.ok === true);
    });

    test('an error of the lab is tried once more', async () => {
      await world.lab.misbehave({ error500: { page: 'extend', times: 1 } });
      const { extensionId, labMustLastMs } = order(70 * minuteMs);
      world.assign({ ...ready, extension: { extensionId, labMustLastMs } });
      expect((await reportOf(ready, 'extended', { extensionId })).endsInMs).toBeGreaterThan(70 * minuteMs);
    });

    test('a fenced worker asks for nothing, and asks when the broker is back', async () => {
      Object.assign(world.broker.script, { heartbeatIntervalMs: 1000, fenceAfterMs: 2000 });
      await world.restartWorker();
      await world.lab.misbehave({ extendSlowMs: { ms: 2500 } });
      const { extensionId, labMustLastMs } = order(80 * minuteMs);
      const fences = (): number => world.processLog().split('no lab page is touched').length;
      const before = fences();
      world.broker.script.heartbeats = 'ignore';
      world.assign({ ...ready, extension: { extensionId, labMustLastMs } });
      await world.broker.until('the fence', () => fences() > before);
      expect(bodies(ready, 'extended').filter((body) => body.extensionId === extensionId)).toEqual([]);
      Object.assign(world.broker.script, {
        heartbeats: 'answer',
        heartbeatIntervalMs: 200,
        fenceAfterMs: 45_000,
      });
      await world.lab.misbehave({});
      await reportOf(ready, 'extended', { extensionId });
      expect(bodies(ready, 'extension_failed').filter((body) => body.extensionId === extensionId)).toEqual(
        [],
      );
    });
  });

  describe('a restart', () => {
    test('is done once, changes the password, and the new way in is reported and watched', async () => {
      await runOverSsh(endpoint, 'echo kept > note');
      const restart = { restartId: crypto.randomUUID() };
      world.assign({ ...ready, endpoint: null, restart });
      world.assign({ ...ready, endpoint: null, restart });
      const [opened] = (await reportOf(ready, 'restarted', restart)).endpoints;
      expect(opened!.password).not.toBe(endpoint.password);
      expect(await runOverSsh(opened!, 'cat note')).toBe('kept\n');
      const checked = world.broker.hold(ready)?.health?.n ?? 0;
      await world.broker.until('a check', () => (world.broker.hold(ready)?.health?.n ?? 0) > checked + 1);
      expect(world.broker.hold(ready)).toMatchObject({ phase: 'ready', health: { ok: true } });
      endpoint = opened!;
      ready = { ...ready, endpoint };
      world.assign({ ...ready, restart });
      expect(bodies(ready, 'restarted')).toHaveLength(1);
      expect(bodies(ready, 'machine_gone')).toEqual([]);
      expect(world.broker.logText() + world.processLog()).not.toContain(opened!.password);
    });

    test('that the lab refuses is told, and the way in that still works is reported again', async () => {
      const before = bodies(ready, 'ready').length;
      await world.lab.misbehave({ restartFails: { reason: 'Not today.' } });
      const restart = { restartId: crypto.randomUUID() };
      world.assign({ ...ready, endpoint: null, restart });
      expect(await reportOf(ready, 'restart_failed', restart)).toMatchObject({
        failure: 'restart_refused',
        message: 'Not today.',
      });
      const again = await world.broker.until('ready again', () => bodies(ready, 'ready')[before]);
      expect(again.endpoints).toEqual([endpoint]);
      expect(bodies(ready, 'evidence').map(({ failure }) => failure)).toContain('restart_refused');
      world.assign(ready);
    });

    test('from which the machine does not come back is told, and then that it is gone', async () => {
      const { ready } = await bringUp();
      await world.lab.misbehave({ restartLosesMachine: {} });
      const restart = { restartId: crypto.randomUUID() };
      world.assign({ ...ready, endpoint: null, restart });
      expect(await reportOf(ready, 'restart_failed', restart)).toMatchObject({ failure: 'machine_lost' });
      await world.broker.until('the loss', () => bodies(ready, 'machine_gone').length === 1, 20_000);
      await world.end(ready);
    });

    test('in which the worker was stopped is begun again by the next one, which finds the machine at the lab', async () => {
      const { ready, endpoint } = await bringUp();
      await world.lab.misbehave({ restartSlowMs: { ms: 3000 } });
      const restart = { restartId: crypto.randomUUID() };
      world.assign({ ...ready, endpoint: null, restart });
      await world.broker.until('the restart', () => world.broker.hold(ready)?.phase === 'restarting');
      await world.worker().drain(0);
      await world.lab.misbehave({});
      await world.restartWorker();
      const [opened] = (await reportOf(ready, 'restarted', restart)).endpoints;
      expect(opened!.hostKeyFingerprint).toBe(endpoint.hostKeyFingerprint);
      expect(await runOverSsh(opened!, 'id -un')).toBe('coinslot\n');
      expect(bodies(ready, 'ready')).toHaveLength(1);
      expect(bodies(ready, 'lab_session_intended')).toHaveLength(1);
      await world.end(ready);
    });

    test('works when the seat got a new password while its machine was kept', async () => {
      const { ready, seat } = await bringUp();
      const renewed = await world.lab.addAccount(seat.username, 1);
      const kept = { ...ready, seat: { ...ready.seat, ...renewed } };
      world.assign(kept);
      const restart = { restartId: crypto.randomUUID() };
      world.assign({ ...kept, endpoint: null, restart });
      const [opened] = (await reportOf(ready, 'restarted', restart)).endpoints;
      expect(await runOverSsh(opened!, 'id -un')).toBe('coinslot\n');
      expect(bodies(ready, 'restart_failed')).toEqual([]);
      await world.end(kept);
      expect(world.broker.logText() + world.processLog()).not.toContain(renewed.password);
    });

    test('is given up when the machine is to end, and the machine ends', async () => {
      const { ready, seat } = await bringUp();
      await world.lab.misbehave({ restartSlowMs: { ms: 60_000 } });
      world.assign({ ...ready, endpoint: null, restart: { restartId: crypto.randomUUID() } });
      await world.broker.until('the restart', () => world.broker.hold(ready)?.phase === 'restarting');
      await world.end(ready);
      expect([...bodies(ready, 'restarted'), ...bodies(ready, 'restart_failed')]).toEqual([]);
      const machines = await (await visitLab(world.lab.port, seat)).machines();
      expect(machines.map(({ state }) => state)).toEqual(['ended']);
    });
  });

  test('checks of the way in travel with the heartbeat: latency when it answers, the reason when it does not', async () => {
    const health = () => world.broker.hold(ready)?.health;
    await world.broker.until('a good check', () => health()?.ok === true && health()?.latencyMs !== null);
    await world.lab.misbehave({ wayInDead: {} });
    await world.broker.until('a bad check', () => health()?.ok === false);
    expect(health()).toMatchObject({
      latencyMs: null,
      fault: 'closed_early',
    });
    await world.lab.misbehave({});
    await world.broker.until('a good check again', () => health()?.ok === true);
    expect(bodies(ready, 'machine_gone')).toEqual([]);
  });

  test('how long a machine was unused is read at the lab only where somebody wants to know', async () => {
    const idleForMs = () => world.broker.hold(ready)?.idleForMs;
    expect(idleForMs()).toBeNull();
    world.assign({ ...ready, wantsActivity: true });
    await world.broker.until('idle', () => (idleForMs() ?? 0) > 0);
    const session = runOverSsh(endpoint, 'until [ -e /tmp/leave ]; do sleep 0.1; done');
    await world.broker.until('in use', () => idleForMs() === 0);
    await runOverSsh(endpoint, 'touch /tmp/leave');
    await session;
    await world.broker.until('idle again', () => (idleForMs() ?? 0) > 0);
    world.assign(ready);
    await world.broker.until('not asked any more', () => idleForMs() === null);
  });

  test('a probe draws a page in the browser', async () => {
    expect(await world.broker.probe()).toMatchObject({ ok: true, fault: null });
  });

  /** A machine that became ready just now, assigned as the broker would from then on. */
  async function bringUp(): Promise<{
    ready: Assignment;
    endpoint: OpenedEndpoint;
    seat: { username: string; password: string };
  }> {
    const seat = await world.newSeat();
    const machine = world.machineFor(seat);
    world.assign(machine);
    const outcome = await world.outcome(machine, 40_000);
    if (outcome.kind !== 'ready') throw new Error(`not ready: ${JSON.stringify(outcome)}`);
    const endpoint = outcome.endpoints[0]!;
    const ready = { ...machine, endpoint };
    world.assign(ready);
    return { ready, endpoint, seat };
  }

  function order(labMustLastMs: number): { extensionId: string; labMustLastMs: number } {
    return { extensionId: crypto.randomUUID(), labMustLastMs };
  }

  async function failedExtension(
    ready: Assignment,
    labMustLastMs: number,
  ): Promise<Extract<ReportBody, { kind: 'extension_failed' }>> {
    const extension = order(labMustLastMs);
    world.assign({ ...ready, extension });
    return reportOf(ready, 'extension_failed', { extensionId: extension.extensionId });
  }

  function bodies<Kind extends ReportBody['kind']>(
    machine: Assignment,
    kind: Kind,
  ): Extract<ReportBody, { kind: Kind }>[] {
    return world
      .bodiesOf(machine)
      .filter((body): body is Extract<ReportBody, { kind: Kind }> => body.kind === kind);
  }

  function reportOf<Kind extends ReportBody['kind']>(
    machine: Assignment,
    kind: Kind,
    matching: Partial<Extract<ReportBody, { kind: Kind }>>,
  ): Promise<Extract<ReportBody, { kind: Kind }>> {
    const isIt = (body: object): boolean =>
      Object.entries(matching).every(([name, value]) => body[name as keyof typeof body] === value);
    return world.broker.until(kind, () => bodies(machine, kind).find(isIt), 30_000);
  }
});
