import { randomUUID } from 'node:crypto';
import type { InventoryOrder, InventoryResult } from '@coinslot/shared/worker-messages/inventory.ts';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { missingNamespaces, suiteTitle } from '../testing/lab-requirements.ts';
import { visitLab } from '../testing/lab-visitor.ts';
import type { LabWorld } from '../testing/lab-world.ts';
import { makeLabWorld } from '../testing/lab-world.ts';

describe.skipIf(missingNamespaces !== null)(suiteTitle('an inventory of a real lab'), () => {
  let world: LabWorld;
  beforeAll(async () => {
    world = await makeLabWorld();
  });
  afterEach(() => world.lab.misbehave({}));
  afterAll(() => world.stop());

  test('an orphan is found and ended; a stranger, and what has another label by now, is never touched', async () => {
    const seat = await world.newSeat(3);
    const visitor = await visitLab(world.lab.port, seat);
    const orphan = { labRef: await visitor.start('cs-orphan'), label: 'cs-orphan' };
    const stranger = { labRef: await visitor.start('my own'), label: 'my own' };
    const seen = await answerTo(orderFor(seat, 1));
    expect(seen.result).toMatchObject({ outcome: 'listed', isComplete: true, lines: 2 });
    expect(listingsOf(seen)).toEqual(
      expect.arrayContaining([orphan, stranger].map((line) => ({ ...line, state: expect.any(String) }))),
    );
    // What its sign-in left comes along, for the next one to begin with.
    expect(seen.cookies?.length).toBeGreaterThan(0);

    const ends = [orphan, { ...stranger, label: 'cs-something' }, { labRef: 'm-gone', label: 'cs-gone' }];
    const order = { ...orderFor(seat, 2), seatId: seen.seatId, ends };
    const done = await answerTo({ ...order, seat: { ...seat, cookies: seen.cookies ?? null } });
    expect(done.ends).toEqual([
      { labRef: orphan.labRef, outcome: 'ended', failure: null },
      { labRef: stranger.labRef, outcome: 'changed', failure: null },
    ]);
    const running = (await visitor.machines()).filter(({ state }) => state !== 'ended');
    expect(running.map(({ labRef }) => labRef)).toEqual([stranger.labRef]);
    await visitor.end(stranger.labRef);
  }, 60_000);

  test('the answer is given again after the line broke; a lab that cannot be read is a failure, not an empty list', async () => {
    const seat = await world.newSeat();
    const first = await answerTo(orderFor(seat, 1));
    expect(first.result).toMatchObject({ outcome: 'listed', lines: 0, listings: [] });
    world.broker.cut();
    await world.broker.until('the answer again', () => answersOf(first).length === 2);
    expect(answersOf(first)[1]).toEqual(first);

    await world.lab.misbehave({ error500: { page: 'machines', times: 9 } });
    const failed = await answerTo({ ...orderFor(seat, 2), seatId: first.seatId });
    expect(failed).toMatchObject({ result: { outcome: 'failed', failure: 'lab_error' }, ends: [] });
  }, 60_000);

  function orderFor(seat: { username: string; password: string }, epoch: number): InventoryOrder {
    return {
      seatId: randomUUID(),
      epoch,
      lab: { id: randomUUID(), recipe: 'bundled', baseUrl: world.lab.url, stealth: false },
      seat: { ...seat, cookies: null },
      ends: [],
    };
  }

  async function answerTo(order: InventoryOrder): Promise<InventoryResult> {
    world.broker.wantInventories([order]);
    return world.broker.until('an inventory', () => answersOf(order)[0]);
  }

  function answersOf({ seatId, epoch }: Pick<InventoryOrder, 'seatId' | 'epoch'>): InventoryResult[] {
    return world.broker.received
      .filter((message) => message.type === 'inventory_result')
      .filter((answer) => answer.seatId === seatId && answer.epoch === epoch);
  }

  function listingsOf({ result }: InventoryResult): unknown[] {
    return result.outcome === 'listed' ? result.listings : [];
  }
});
