import type { Assignment } from '@coinslot/shared/worker-messages/desired.ts';
import type { SeatCookies } from '@coinslot/shared/worker-messages/seat-cookies.ts';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { missingNamespaces, suiteTitle } from '../testing/lab-requirements.ts';
import { makeLabWorld } from '../testing/lab-world.ts';
import type { LabWorld } from '../testing/lab-world.ts';

const wrongPassword = 'not the password of this seat';

describe.skipIf(missingNamespaces !== null)(suiteTitle('a seat that stays signed in'), () => {
  let world: LabWorld;
  beforeAll(async () => {
    world = await makeLabWorld();
  });
  afterEach(() => world.lab.misbehave({}));
  afterAll(() => world.stop());

  test('the second machine signs in without the form; when its cookies are refused it uses the form in the same start; their values are in no log', async () => {
    const seat = await world.newSeat();
    const first = world.machineFor(seat);
    const cookies = await bringUp(first);
    if (cookies === null || cookies === undefined) throw new Error('no cookies were reported');
    // The form would refuse it: the lab was opened by the cookies alone.
    const second = world.machineFor({ ...seat, password: wrongPassword }, { seat: { cookies } });
    expect(await bringUp(second)).toBeUndefined();

    const expired = cookies.map((cookie) => ({ ...cookie, value: 'an-expired-session' }));
    const third = world.machineFor(seat, { seat: { cookies: expired } });
    const anew = await bringUp(third);
    expect(anew?.map(({ name }) => name)).toEqual(cookies.map(({ name }) => name));
    expect(world.bodiesOf(third).filter(({ kind }) => kind === 'retrying')).toEqual([]);

    for (const { value } of [...cookies, ...(anew ?? [])]) {
      expect(world.processLog()).not.toContain(value);
      const told = [first, second, third].flatMap((machine) =>
        world.bodiesOf(machine).filter(({ kind }) => kind !== 'seat_cookies'),
      );
      expect(JSON.stringify(told)).not.toContain(value);
    }
  });

  test('a sign-in that fails with the cookies forgets them, here at once: the next try begins with the form', async () => {
    const seat = await world.newSeat();
    const cookies = await bringUp(world.machineFor(seat));
    if (cookies === null || cookies === undefined) throw new Error('no cookies were reported');
    await world.lab.misbehave({ error500: { page: 'catalogue', times: 1 } });
    const machine = world.machineFor(seat, { seat: { cookies } });
    const reported = await bringUp(machine);
    const all = world.bodiesOf(machine).filter(({ kind }) => kind === 'seat_cookies');
    // Its end signs in once more.
    expect(all.slice(0, 2)).toMatchObject([{ cookies: null }, { cookies: [{ name: 'lab_session' }] }]);
    expect(reported).not.toEqual(cookies);
  });

  /** Until it is ready, then to its end. Answers what was reported last of the seat's cookies; undefined = nothing. */
  async function bringUp(machine: Assignment): Promise<SeatCookies | null | undefined> {
    world.assign(machine);
    const outcome = await world.outcome(machine, 60_000);
    expect(outcome.kind, JSON.stringify(outcome)).toBe('ready');
    await world.end(machine);
    const told = world.bodiesOf(machine).findLast((body) => body.kind === 'seat_cookies');
    return told?.kind === 'seat_cookies' ? told.cookies : undefined;
  }
});
