import type { AdminMachinePage, MachinePage } from '@coinslot/shared/http/machines.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestSession } from '../../../testing/test-session.ts';
import { type MachineWorld, openMachineWorld } from '../testing/machine-world.ts';

let world: MachineWorld;
let member: TestSession;
let admin: TestSession;
let newestFirst: string[];
beforeAll(async () => {
  world = await openMachineWorld();
  member = await world.broker.register('Ada_100%');
  admin = await world.broker.registerAdmin();
  const productId = await world.makeProduct(1);
  const ids: string[] = [];
  for (let at = 0; at < 5; at += 1) {
    const { id } = await world.buy(member, productId);
    ids.push(id);
    if (at < 4) await member.post(`/api/v1/machines/${id}/cancel`);
  }
  newestFirst = ids.toReversed();
});
afterAll(() => world.close());

async function walk<Page extends MachinePage | AdminMachinePage>(
  who: TestSession,
  path: string,
): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const { body } = await who.get(`${path}${cursor === '' ? '' : `&cursor=${cursor}`}`);
    const page = body as Page;
    ids.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
  }
  return ids;
}

test('pages together give every machine once, newest first', async () => {
  expect(await walk(member, '/api/v1/machines?limit=2')).toEqual(newestFirst);
  expect(await walk(admin, '/api/v1/admin/machines?limit=3')).toEqual(newestFirst);
});

test('lists can be narrowed by state, and by a name that has the signs of a pattern in it', async () => {
  expect(await walk(member, '/api/v1/machines?state=active')).toEqual(newestFirst.slice(0, 1));
  expect(await walk(member, '/api/v1/machines?state=ended')).toEqual(newestFirst.slice(1));
  const search = async (text: string) =>
    walk(admin, `/api/v1/admin/machines?search=${encodeURIComponent(text)}`);
  expect(await search('a_100%')).toEqual(newestFirst);
  expect(await search('a_1%0')).toEqual([]);
  expect(await search(member.email)).toEqual(newestFirst);
  expect(await search(String(newestFirst[2]))).toEqual([newestFirst[2]]);
  expect(await walk(admin, '/api/v1/admin/machines?state=queued')).toEqual(newestFirst.slice(0, 1));
});

test('a cursor of another list is refused by name', async () => {
  const answer = await member.get('/api/v1/machines?cursor=abc');
  expect(answer.body).toMatchObject({ code: 'invalid_request', fields: { '/cursor': expect.any(String) } });
});

test("an admin sees whose machine it is, where it runs and what the lab runs, but never the member's password", async () => {
  const hold = await world.assign(String(newestFirst[0]));
  await world.bringUp(hold);
  const { body } = await admin.get(`/api/v1/admin/machines/${hold.machineId}`);
  expect(body).toMatchObject({
    owner: { email: member.email },
    worker: { name: 'tester' },
    seat: { username: expect.stringContaining('seat-') },
    epoch: 1,
    labSessions: [{ state: 'live', endedAt: null }],
    state: 'ready',
  });
  expect(JSON.stringify(body)).not.toContain('password');
});
