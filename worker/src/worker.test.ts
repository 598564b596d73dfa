import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Heartbeat } from '@coinslot/shared/worker-messages/heartbeat.ts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeAssignment, makeWorld } from './testing/worker-world.ts';
import type { WorkerWorld } from './testing/worker-world.ts';

let world: WorkerWorld;
beforeEach(async () => {
  world = await makeWorld({}, '/nonexistent/chromium');
});
afterEach(() => world.stop());

/** A machine that stays in work for ever without a browser: its end can never be confirmed. */
function endlessMachine(
  changes: Parameters<typeof makeAssignment>[0] = {},
): ReturnType<typeof makeAssignment> {
  const session = {
    id: randomUUID(),
    tag: 'cs-x-1-1',
    state: 'live' as const,
    labRef: 'a',
    intendedAgoMs: 0,
  };
  return makeAssignment({ goal: 'end', labSessions: [session], ...changes });
}

function lastHolds(): Heartbeat['holds'] | undefined {
  return world.broker.received.findLast((message) => message.type === 'heartbeat')?.holds;
}

function holdsExactly(...epochs: number[]): boolean {
  return JSON.stringify(lastHolds()?.map(({ epoch }) => epoch)) === JSON.stringify(epochs);
}

describe('joining', () => {
  test('a worker enrols, answers the challenge, stores the join counter and beats', async () => {
    await world.start();
    await world.broker.until('a heartbeat', () => lastHolds());
    expect(world.broker.received.map(({ type }) => type).slice(0, 2)).toEqual(['hello', 'joined']);
    expect(statSync(join(world.config.dataDir, 'worker.key')).mode & 0o777).toBe(0o600);
    expect(statSync(world.config.dataDir).mode & 0o777).toBe(0o700);
    expect(world.processLog()).not.toContain(world.config.enrolmentToken);
  });

  test('the join counter survives a restart, the boot id does not', async () => {
    const worker = await world.start();
    await world.broker.until('joined', () => world.broker.isJoined());
    await worker.drain(0);
    await world.start();
    await world.broker.until(
      'joined again',
      () => world.broker.hellos.length === 2 && world.broker.isJoined(),
    );
    const [first, second] = world.broker.hellos;
    expect([first?.joinCounter, second?.joinCounter]).toEqual([0, 1]);
    expect(first?.bootId).not.toBe(second?.bootId);
  });

  test('a wrong signature is final, with a plain message', async () => {
    const first = await world.start();
    await world.broker.until('joined', () => world.broker.isJoined());
    await first.drain(0);
    const { privateKey } = generateKeyPairSync('ed25519');
    writeFileSync(
      join(world.config.dataDir, 'worker.key'),
      privateKey.export({ type: 'pkcs8', format: 'pem' }),
    );
    await expect((await world.start()).stopped).rejects.toThrow(/Unknown worker or wrong signature/);
    expect(world.broker.connections()).toBe(2);
  });

  test.each([
    ['a revoked key', 4403, 'revoked'],
    ['a broker that does not know our protocol version yet', 4400, 'protocol version is not understood'],
  ])('%s is final, with a plain message', async (_title, code, words) => {
    world.broker.script.closeOnHello = code;
    await expect((await world.start()).stopped).rejects.toThrow(new RegExp(words));
    expect(world.broker.connections()).toBe(1);
  });

  test('a second process on the same data folder is refused', async () => {
    await world.start();
    await expect(world.start()).rejects.toThrow(/Another worker \(process \d+\) uses/);
  });

  test('a lock whose process is gone is taken over', async () => {
    writeFileSync(join(world.config.dataDir, 'lock'), JSON.stringify({ pid: 4_100_000, startedAt: '1' }));
    await world.start();
    await world.broker.until('joined', () => world.broker.isJoined());
  });

  test('without identity and token the worker says what to do', async () => {
    world.config.enrolmentToken = undefined;
    await expect(world.start()).rejects.toThrow(/COINSLOT_ENROLMENT_TOKEN/);
  });

  test('a refused token is told in plain words', async () => {
    world.config.enrolmentToken = 'this-token-is-not-the-right-one';
    await expect(world.start()).rejects.toThrow(/refused the enrolment: The token was used/);
  });
});

describe('desired state', () => {
  test('the same machine wanted twice is taken once', async () => {
    const machine = endlessMachine();
    await world.start();
    world.broker.want([machine]);
    world.broker.want([machine]);
    await world.broker.until('held', () => holdsExactly(1));
    world.broker.want([machine]);
    world.broker.cut();
    await world.broker.until('back', () => world.broker.hellos.length === 2 && world.broker.isJoined());
    await world.broker.until('held', () => holdsExactly(1));
    expect(world.broker.bodies('accepted')).toHaveLength(1);
  });

  test('a higher epoch replaces the lower one, and what is not wanted is dropped', async () => {
    const machine = endlessMachine();
    await world.start();
    world.broker.want([machine]);
    await world.broker.until('epoch 1', () => holdsExactly(1));
    world.broker.want([{ ...machine, epoch: 2 }]);
    await world.broker.until('epoch 2', () => holdsExactly(2));
    expect(world.broker.reports().map(({ epoch }) => epoch)).toContain(2);
    world.broker.want([]);
    await world.broker.until('nothing', () => holdsExactly());
  });

  test('stale_epoch drops the machine', async () => {
    world.broker.script.report = () => 'stale_epoch';
    await world.start();
    world.broker.want([endlessMachine()]);
    await world.broker.until('taken', () => world.broker.bodies('accepted').length === 1);
    await world.broker.until('dropped', () => holdsExactly());
  });

  test('a lease that the broker does not renew is dropped', async () => {
    await world.start();
    const machine = endlessMachine();
    world.broker.want([machine]);
    await world.broker.until('held', () => holdsExactly(1));
    world.broker.script.leasesOf = () => [];
    await world.broker.until('dropped', () => holdsExactly());
  });

  test('silence of the broker fences the worker: unfinished machines are given up and come back later', async () => {
    world.broker.script.fenceAfterMs = 400;
    await world.start();
    world.broker.want([endlessMachine()]);
    await world.broker.until('held', () => holdsExactly(1));
    world.broker.script.heartbeats = 'ignore';
    await world.broker.until('fenced', () => world.processLog().includes('no lab page is touched'));
    world.broker.script.heartbeats = 'answer';
    await world.broker.until('taken again', () => world.broker.bodies('accepted').length === 2);
  });

  test('an unknown recipe fails as internal', async () => {
    await world.start();
    world.broker.want([makeAssignment({ lab: { recipe: 'of-tomorrow' } })]);
    const [failed] = await world.broker.until(
      'failed',
      () => world.broker.bodies('failed').length > 0 && world.broker.bodies('failed'),
    );
    expect(failed).toMatchObject({ failure: 'internal', message: expect.stringContaining('of-tomorrow') });
    expect(world.broker.bodies('evidence')).toMatchObject([
      { failure: 'internal', stepLog: [expect.stringContaining('of-tomorrow')] },
    ]);
  });
});

test('an end that fails for whatever reason is pursued again', async () => {
  await world.start();
  const machine = endlessMachine();
  world.broker.want([{ ...machine, lab: { ...machine.lab, recipe: 'of-tomorrow' } }]);
  await world.broker.until(
    'a second try',
    () => countOf(world.processLog(), 'the work on a machine failed') === 2,
  );
  expect(lastHolds()?.map(({ phase }) => phase)).toEqual(['ending:internal']);
  world.broker.want([machine]);
  await world.broker.until('the lab is asked', () => lastHolds()?.[0]?.phase === 'ending:browser_failed');
});

test('a probe of a browser that cannot start is answered with the reason, and two at once share one try', async () => {
  await world.start();
  await world.broker.until('joined', () => world.broker.isJoined());
  const results = await Promise.all([world.broker.probe(), world.broker.probe()]);
  expect(results.map(({ ok }) => ok)).toEqual([false, false]);
  expect(results[0]?.fault).toBe('not_drawn');
  expect(world.processLog()).toContain('nonexistent');
  expect(countOf(world.processLog(), 'did not pass its probe')).toBe(1);
});

describe('reports and logs', () => {
  test('reports that were not acknowledged are sent again after a reconnect, and then no more', async () => {
    world.broker.script.report = () => null;
    await world.start();
    world.broker.want([endlessMachine()]);
    await world.broker.until('first', () => countAccepted() === 1);
    world.broker.script.report = () => 'applied';
    world.broker.cut();
    await world.broker.until('second', () => countAccepted() === 2);
    world.broker.cut();
    await world.broker.until('back', () => world.broker.hellos.length === 3 && holdsExactly(1));
    expect(countAccepted()).toBe(2);
  });

  test('a log goes on without gap or repeat over lost connections and a restart', async () => {
    world.broker.script.logs = 'ignore';
    const worker = await world.start();
    const machine = makeAssignment();
    world.broker.want([machine]);
    await world.broker.until('failed', () => world.broker.bodies('failed').length === 1);
    await worker.drain(0);
    world.broker.script.logs = 'acknowledge';
    world.broker.want([{ ...machine, attempt: 3 }]);
    await world.start();
    await world.broker.until('failed again', () => world.broker.bodies('failed').length === 2);
    await world.broker.until('all lines', () => countOf(world.broker.logText(), 'It did not work') === 2);
    expect(countOf(world.broker.logText(), 'Signing in to the lab…')).toBe(4);
  });

  test('the last lines of a log are there before the report that ends the lease', async () => {
    world.broker.script.logGraceMs = 0;
    const worker = await world.start();
    world.broker.want([makeAssignment()]);
    await world.broker.until('failed', () => world.broker.bodies('failed').length === 1);
    await worker.drain(0);
    expect(countOf(world.broker.logText(), 'It did not work')).toBe(1);
  });

  test('what a killed worker had not yet sent of an earlier epoch comes from the next process', async () => {
    world.broker.script.logs = 'ignore';
    const worker = await world.start();
    const machine = makeAssignment();
    world.broker.want([machine]);
    await world.broker.until('failed', () => world.broker.bodies('failed').length === 1);
    worker.kill();
    world.broker.script.logs = 'acknowledge';
    world.broker.want([{ ...machine, epoch: 2, attempt: 3 }]);
    await world.start();
    await world.broker.until('failed again', () => world.broker.bodies('failed').length === 2);
    await world.broker.until('all lines', () => countOf(world.broker.logText(), 'It did not work') === 2);
    expect(countOf(world.broker.logText(), 'Signing in to the lab…')).toBe(4);
  });

  test('draining is told at once, and the machine is given up at the deadline', async () => {
    const worker = await world.start();
    world.broker.want([endlessMachine()]);
    await world.broker.until('held', () => holdsExactly(1));
    const stopped = performance.now();
    await worker.drain(300);
    expect(performance.now() - stopped).toBeLessThan(3000);
    expect(world.broker.received.some((message) => message.type === 'heartbeat' && message.draining)).toBe(
      true,
    );
  });

  function countAccepted(): number {
    return world.broker.received.filter(
      (message) => message.type === 'report' && message.body.kind === 'accepted',
    ).length;
  }
});

function countOf(text: string, part: string): number {
  return text.split(part).length - 1;
}
