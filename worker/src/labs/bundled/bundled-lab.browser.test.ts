import type { ProvisionFailure } from '@coinslot/shared/states/provision-failure.ts';
import type { EvidenceBody } from '@coinslot/shared/worker-messages/evidence.ts';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { machineTag } from '../../machine/machine-tag.ts';
import { closedPort } from '../../testing/closed-port.ts';
import { missingNamespaces, suiteTitle } from '../../testing/lab-requirements.ts';
import { visitLab } from '../../testing/lab-visitor.ts';
import { makeLabWorld } from '../../testing/lab-world.ts';
import type { LabWorld } from '../../testing/lab-world.ts';
import { towardsAll, towardsOneSeat } from '../../testing/misbehaviours.ts';
import { runOverSsh } from '../../testing/run-over-ssh.ts';

describe.skipIf(missingNamespaces !== null)(suiteTitle('the worker at the bundled lab'), () => {
  let world: LabWorld;
  beforeAll(async () => {
    // Several stories at once wait for each other's turn on the processor.
    world = await makeLabWorld({ pageMs: 12_000 });
  });
  afterAll(() => world.stop());

  test('a machine is brought up, a member can log in, and its end is confirmed', async () => {
    const machine = world.machineFor(await world.newSeat());
    world.assign(machine);
    const ready = await world.outcome(machine);
    expect(ready).toMatchObject({ kind: 'ready' });
    if (ready.kind !== 'ready') return;
    const [endpoint] = ready.endpoints;
    expect(await runOverSsh(endpoint!, 'id -un; cat .coinslot-notice')).toContain(
      'This is quiet-otter. Its page says when it ends',
    );
    expect(endpoint!.knownHostsLine).toMatch(/^\[127\.0\.0\.1\]:\d+ ssh-ed25519 AAAA/);
    const steps = world
      .bodiesOf(machine)
      .flatMap((body) => (body.kind === 'step' && body.state === 'done' ? [body.step] : []));
    expect(steps).toEqual([
      'sign_in',
      'start_lab',
      'wait_for_lab',
      'open_shell',
      'bootstrap',
      'open_tunnel',
      'verify',
    ]);
    await world.end(machine);
    expect(world.bodiesOf(machine)).toContainEqual(
      expect.objectContaining({ kind: 'lab_session_ended', how: 'confirmed' }),
    );
    expect(world.broker.logText()).toContain('Signing in to the lab…');
    expect(JSON.stringify(world.broker.received.filter(({ type }) => type === 'logs'))).not.toContain(
      endpoint!.password,
    );
    expect(world.processLog()).not.toContain(endpoint!.password);
  });

  describe('several stories at once, each with a seat of its own', { timeout: 120_000 }, () => {
    test.concurrent('a wrong password is seat_refused, at the first try', async () => {
      const seat = await world.newSeat();
      await expectFailure(world.machineFor({ ...seat, password: 'wrong-but-secret' }), 'seat_refused', 1);
    });

    test.concurrent('a template that the catalogue does not list is template_unknown, at the first try', async () => {
      const machine = world.machineFor(await world.newSeat(), { template: 'linux-smal' });
      await expectFailure(machine, 'template_unknown', 1);
      expect(world.bodiesOf(machine)).toContainEqual(
        expect.objectContaining({ kind: 'failed', message: expect.stringContaining('linux-small') }),
      );
    });

    test.concurrent('a lab that does not answer is lab_unreachable', async () => {
      const machine = world.machineFor(await world.newSeat(), {
        lab: { baseUrl: `http://127.0.0.1:${await closedPort()}` },
      });
      await expectFailure(machine, 'lab_unreachable', 2);
    });

    test.concurrent.for(towardsOneSeat)(
      '$name is $failure',
      async ({ switches, failure, tries }, { onTestFinished }) => {
        const seat = await world.newSeat();
        const behave = await world.lab.misbehaveTo(seat.username, switches);
        onTestFinished(behave);
        const machine = world.machineFor(seat, { provisionRemainingMs: 90_000 });
        await expectFailure(machine, failure, tries, behave);
      },
    );

    test.concurrent.for<[string, Record<string, object>]>([
      ['a modal with a close button is closed', { modal: {} }],
      ['an alert is accepted', { alert: {} }],
      ['an expired session is signed in again once', { sessionExpires: { afterPages: 10 } }],
      ['a single status 500 is tried again', { error500: { page: 'start', times: 1 } }],
    ])('%s, and the machine becomes ready', async ([_title, switches], { onTestFinished }) => {
      const seat = await world.newSeat();
      const machine = world.machineFor(seat);
      const behave = await world.lab.misbehaveTo(seat.username, switches);
      onTestFinished(behave);
      world.assign(machine);
      await expectReady(machine);
      await behave();
      await world.end(machine);
    });

    test.concurrent('an end that fails is asked for again until the lab confirms it', async ({
      onTestFinished,
    }) => {
      const seat = await world.newSeat();
      const machine = world.machineFor(seat);
      world.assign(machine);
      await expectReady(machine);
      onTestFinished(await world.lab.misbehaveTo(seat.username, { endFails: { times: 2 } }));
      await world.end(machine);
      const visitor = await visitLab(world.lab.port, seat);
      expect((await visitor.machines()).map(({ state }) => state)).toEqual(['ended']);
    });

    test.concurrent('a start whose answer was lost leaves one machine running, not two', async ({
      onTestFinished,
    }) => {
      const seat = await world.newSeat(2);
      const machine = world.machineFor(seat);
      onTestFinished(await world.lab.misbehaveTo(seat.username, { loseStartReply: { times: 1 } }));
      world.assign(machine);
      await expectReady(machine);
      const visitor = await visitLab(world.lab.port, seat);
      const running = (await visitor.machines()).filter(({ state }) => state === 'running');
      expect(running).toHaveLength(1);
      await world.end(machine);
    });

    test.concurrent('an earlier start that nobody finished is found by its tag, late in the list, and ended before a new one', async ({
      onTestFinished,
    }) => {
      const seat = await world.newSeat(2);
      const listLagMs = 1500;
      onTestFinished(await world.lab.misbehaveTo(seat.username, { listLagMs: { ms: listLagMs } }));
      const machine = world.machineFor(seat, { epoch: 2, attempt: 2, lab: { listLagMs } });
      const tag = machineTag({ ...machine, epoch: 1 }, 1, crypto.randomUUID());
      const visitor = await visitLab(world.lab.port, seat);
      const earlier = await visitor.start(tag);
      const labSessionId = crypto.randomUUID();
      machine.labSessions.push({ id: labSessionId, tag, state: 'unknown', labRef: null, intendedAgoMs: 0 });
      world.assign(machine);
      await expectReady(machine);
      const kinds = world.bodiesOf(machine).map(({ kind }) => kind);
      expect(kinds.indexOf('lab_session_ended')).toBeLessThan(kinds.indexOf('lab_session_intended'));
      expect(world.bodiesOf(machine)).toContainEqual({
        kind: 'lab_session_ended',
        labSessionId,
        how: 'confirmed',
      });
      expect((await visitor.machines()).find(({ labRef }) => labRef === earlier)?.state).toBe('ended');
      await world.end(machine);
    });

    test.concurrent('an intent that never became a start is not_found after two looks further apart than the lag', async () => {
      const machine = world.machineFor(await world.newSeat(), {
        epoch: 2,
        goal: 'end',
        lab: { listLagMs: 1200 },
      });
      machine.labSessions.push({
        id: crypto.randomUUID(),
        tag: 'cs-never-1-1',
        state: 'intended',
        labRef: null,
        intendedAgoMs: 0,
      });
      const asked = performance.now();
      await world.end(machine);
      expect(performance.now() - asked).toBeGreaterThan(1200);
      expect(world.bodiesOf(machine)).toContainEqual(
        expect.objectContaining({ kind: 'lab_session_ended', how: 'not_found' }),
      );
    });
  });

  describe('one story at a time', () => {
    beforeAll(async () => {
      await world.stop();
      world = await makeLabWorld();
    });
    afterEach(() => world.lab.misbehave({}));

    test.each(towardsAll)('$name is $failure', async ({ switches, failure, tries, provisionRemainingMs }) => {
      const seat = await world.newSeat();
      await world.lab.misbehave(switches);
      const machine = world.machineFor(seat, { provisionRemainingMs: provisionRemainingMs ?? 60_000 });
      await expectFailure(machine, failure, tries, () => world.lab.misbehave({}));
    });

    test('a browser killed in the middle is started again, and the machine becomes ready', async () => {
      const seat = await world.newSeat();
      const machine = world.machineFor(seat);
      await world.lab.misbehave({ startSlowMs: { ms: 1500 } });
      world.assign(machine);
      await world.broker.until('the lab starts it', () =>
        world.bodiesOf(machine).some(({ kind }) => kind === 'lab_session_started'),
      );
      process.kill(-browserPid(world), 'SIGKILL');
      await expectReady(machine);
      expect(world.bodiesOf(machine)).toContainEqual(
        expect.objectContaining({ kind: 'retrying', failure: 'browser_failed' }),
      );
      const visitor = await visitLab(world.lab.port, seat);
      expect((await visitor.machines()).filter(({ state }) => state === 'running')).toHaveLength(1);
      await world.end(machine);
    });

    test('a ready machine is adopted by the next process, and its loss at the lab is noticed', async () => {
      const seat = await world.newSeat();
      const machine = world.machineFor(seat);
      world.assign(machine);
      const ready = await world.outcome(machine);
      if (ready.kind !== 'ready') throw new Error('not ready');
      const started = world.bodiesOf(machine).find((body) => body.kind === 'lab_session_live');
      if (started?.kind !== 'lab_session_live') throw new Error('not live');
      const { labSessionId: id, labRef } = started;
      const tag = machineTag(machine, 1, id);
      const labSessions = [{ id, tag, state: 'live' as const, labRef, intendedAgoMs: 5000 }];
      const adopted = { ...machine, endpoint: ready.endpoints[0]!, labSessions };
      world.assign(adopted);
      const before = world.broker.bodies('ready').length;
      await world.restartWorker();
      await world.broker.until('ready again', () => world.broker.bodies('ready').length > before);
      expect(world.bodiesOf(machine).filter(({ kind }) => kind === 'lab_session_intended')).toHaveLength(1);
      await (await visitLab(world.lab.port, seat)).end(labRef);
      await world.broker.until('machine_gone', () =>
        world.bodiesOf(machine).some(({ kind }) => kind === 'machine_gone'),
      );
      await world.end(adopted);
    });
  });

  /** Says what failed instead. */
  async function expectReady(machine: ReturnType<LabWorld['machineFor']>): Promise<void> {
    const outcome = await world.outcome(machine, 50_000);
    const failures = world.bodiesOf(machine).filter(({ kind }) => kind === 'retrying' || kind === 'failed');
    expect(outcome.kind, JSON.stringify(failures)).toBe('ready');
  }

  async function expectFailure(
    machine: ReturnType<LabWorld['machineFor']>,
    failure: ProvisionFailure,
    tries: number,
    behave: () => Promise<void> = async () => undefined,
  ): Promise<void> {
    world.assign(machine);
    expect(await world.outcome(machine, 55_000)).toMatchObject({ kind: 'failed', failure });
    const bodies = world.bodiesOf(machine);
    expect(bodies.filter(({ kind }) => kind === 'retrying')).toHaveLength(tries - 1);
    const evidence = bodies.filter((body): body is EvidenceBody => body.kind === 'evidence');
    expect(evidence.map((body) => body.failure)).toEqual(Array.from({ length: tries }, () => failure));
    expect(evidence.every(({ stepLog }) => stepLog.length > 0)).toBe(true);
    expectNoSecret(JSON.stringify(evidence), machine.seat.password);
    expectNoSecret(world.broker.logText() + world.processLog(), machine.seat.password);
    await behave();
    if (failure === 'seat_refused' || failure === 'lab_unreachable') world.unassign(machine);
    else await world.end(machine);
  }
});

function expectNoSecret(text: string, secret: string): void {
  expect(text.includes(secret)).toBe(false);
  expect(text.includes(Buffer.from(secret).toString('base64').replace(/=+$/, ''))).toBe(false);
}

function browserPid(world: LabWorld): number {
  const pids = [...world.processLog().matchAll(/"chromiumPid":(\d+),"source"/g)].map(([, pid]) =>
    Number(pid),
  );
  return pids.at(-1)!;
}
