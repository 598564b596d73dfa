import type { Assignment } from '@coinslot/shared/worker-messages/desired.ts';
import type { ScreenControl } from '@coinslot/shared/worker-messages/stream.ts';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { missingNamespaces, suiteTitle } from '../testing/lab-requirements.ts';
import { makeLabWorld } from '../testing/lab-world.ts';
import type { LabWorld } from '../testing/lab-world.ts';

describe.skipIf(missingNamespaces !== null)(suiteTitle('a person at the page of the lab'), () => {
  let world: LabWorld;
  beforeAll(async () => {
    world = await makeLabWorld();
  });
  afterEach(() => world.lab.misbehave({}));
  afterAll(() => world.stop());

  test('terms are accepted by hand on the picture of the page, and the machine becomes ready', async () => {
    await world.lab.misbehave({ terms: {} });
    const machine = await waiting({ operatorWaitMs: 60_000 });
    expect(world.bodiesOf(machine).findLast(({ kind }) => kind === 'needs_operator')).toMatchObject({
      step: 'sign_in',
      failure: 'terms',
      waitMs: 60_000,
    });
    const look = await openLook(machine);
    await look.until(() => look.frame()?.title.includes('terms') === true);
    await look.take();
    // Past the brand, two links and the way out, to the only button of the form.
    for (let tabs = 0; tabs < 5; tabs += 1) look.press('Tab');
    look.press('Enter');
    await look.until(() => look.frame()?.title.startsWith('Catalogue') === true);
    look.send({ type: 'give_back' });
    // It waits on when the broker is restarted, and is told afterwards.
    world.broker.cut();
    handBack(machine);
    expect(await world.outcome(machine, 40_000)).toMatchObject({ kind: 'ready' });
    expect(look.texts).toContainEqual({ type: 'still', isStill: false });
    expect(kinds(machine).filter((kind) => kind === 'operator_done' || kind === 'failed')).toEqual([
      'operator_done',
    ]);
    look.close();
    await world.lab.misbehave({});
    await world.end(machine);
  });

  test('what the lab had been asked for before a person came is cleared away, and it is asked again', async () => {
    await world.lab.misbehave({ slow: { ms: 1000 } });
    const machine = world.machineFor(await world.newSeat(), { lab: { operatorWaitMs: 60_000 } });
    world.assign(machine);
    await world.broker.until('it is prepared', () => kinds(machine).includes('lab_session_intended'), 30_000);
    const look = await openLook(machine);
    await look.until(() => look.frame()?.title.startsWith('Start ') === true);
    // The click is on its way now.
    await world.lab.misbehave({ terms: {} });
    await world.broker.until('it waits', () => kinds(machine).includes('needs_operator'), 30_000);
    await look.take();
    for (let tabs = 0; tabs < 5; tabs += 1) look.press('Tab');
    look.press('Enter');
    await look.until(() => look.frame()?.title.startsWith('Catalogue') === true);
    handBack(machine);
    expect(await world.outcome(machine, 40_000)).toMatchObject({ kind: 'ready' });
    expect(kinds(machine).filter((kind) => /intended|retrying|session_ended/.test(kind))).toEqual([
      'lab_session_intended',
      'lab_session_ended',
      'lab_session_intended',
    ]);
    look.close();
    await world.lab.misbehave({});
    await world.end(machine);
  });

  test('when nobody comes the failure counts as before, and nobody types on a page that is worked on', async () => {
    await world.lab.misbehave({ terms: {} });
    const machine = await waiting({ operatorWaitMs: 3000 });
    const look = await openLook(machine);
    await look.until(() => look.frame() !== undefined);
    await look.take();
    expect(await world.outcome(machine)).toMatchObject({ kind: 'failed', failure: 'terms', step: 'sign_in' });
    expect(kinds(machine).slice(-4)).toEqual(['operator_done', 'evidence', 'step', 'failed']);
    await look.until(() => look.texts.at(-1)?.type === 'no_page');
    expect(look.texts.findLast(({ type }) => type === 'still')).toEqual({ type: 'still', isStill: false });
    look.close();
    world.unassign(machine);
  });

  test('a machine that is stopped while it waits lets go of its page at once', async () => {
    await world.lab.misbehave({ terms: {} });
    const machine = await waiting({ operatorWaitMs: 60_000 });
    const look = await openLook(machine);
    await look.until(() => look.frame() !== undefined);
    world.assign({ ...machine, goal: 'end' });
    await look.until(() => look.texts.at(-1)?.type === 'no_page');
    world.unassign(machine);
    await look.closed;
  });

  test('a worker that comes back while it waited waits again; stopped before a step, a machine begins none', async () => {
    await world.lab.misbehave({ terms: {} });
    const machine = await waiting({ operatorWaitMs: 60_000 });
    await world.restartWorker();
    const askedTwice = (): boolean => kinds(machine).filter((kind) => kind === 'needs_operator').length === 2;
    await world.broker.until('it waits again', askedTwice, 30_000);
    world.unassign(machine);

    const paused = world.machineFor(await world.newSeat(), { operator: { paused: true } });
    world.assign(paused);
    await world.broker.until('it stands still', () => world.broker.hold(paused)?.phase === 'paused');
    expect(kinds(paused)).toEqual(['accepted']);
    handBack(paused);
    expect(await world.outcome(paused)).toMatchObject({ kind: 'failed', failure: 'terms' });
    expect(kinds(paused)).not.toContain('needs_operator');
    world.unassign(paused);
  });

  /** A machine that waits for a person. */
  async function waiting(lab: { operatorWaitMs: number }): Promise<Assignment> {
    const machine = world.machineFor(await world.newSeat(), { lab });
    world.assign(machine);
    await world.broker.until('it waits', () => kinds(machine).includes('needs_operator'), 30_000);
    return machine;
  }

  function handBack(machine: Assignment): void {
    world.assign({ ...machine, operator: { paused: false, handedBack: machine.operator.handedBack + 1 } });
  }

  function kinds(machine: Assignment): string[] {
    return world.bodiesOf(machine).map(({ kind }) => kind);
  }

  async function openLook(machine: Assignment) {
    const socket = await world.broker.openStream(machine, { kind: 'screen' });
    const texts: ScreenControl[] = [];
    const send = (message: ScreenControl): void => socket.send(JSON.stringify(message));
    const frame = () => texts.findLast((message) => message.type === 'frame');
    socket.on('message', (data, isBinary) => {
      if (!Buffer.isBuffer(data)) throw new Error('the worker sent something else than one buffer');
      if (!isBinary) return void texts.push(JSON.parse(data.toString('utf8')) as ScreenControl);
      const { n = 1 } = frame() ?? {};
      send({ type: 'drawn', n });
    });
    socket.resume();
    const until = (condition: () => boolean) => expect.poll(condition).toBe(true);
    return {
      texts,
      frame,
      send,
      until,
      /** As soon as the recipe stands still: before that nobody gets the page. */
      async take(): Promise<void> {
        await until(() => texts.findLast((message) => message.type === 'still')?.isStill === true);
        send({ type: 'take' });
      },
      press(key: string): void {
        for (const action of ['down', 'up'] as const) send({ type: 'key', action, key, code: key });
      },
      closed: new Promise<void>((resolve) => socket.once('close', () => resolve())),
      close: () => socket.close(),
    };
  }
});
