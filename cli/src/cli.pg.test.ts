import { stat } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeKey } from '../../broker/src/domains/api-keys/testing/key-session.ts';
import {
  type MachineWorld,
  openMachineWorld,
} from '../../broker/src/domains/machines/testing/machine-world.ts';
import type { TestSession } from '../../broker/src/testing/test-session.ts';
import { openTestComputer, type TestComputer } from './testing/run-in-test.ts';

let world: MachineWorld;
let member: TestSession;
let laptop: TestComputer;
let admins: TestComputer;
beforeAll(async () => {
  world = await openMachineWorld();
  member = await world.broker.register('Ada');
  laptop = await openTestComputer({ COINSLOT_SERVER: world.broker.url });
  const admin = await world.broker.registerAdmin();
  admins = await openTestComputer({
    COINSLOT_SERVER: world.broker.url,
    COINSLOT_API_KEY: (await makeKey(admin, ['admin', 'account.read'])).secret,
  });
});
afterAll(async () => {
  await laptop.close();
  await admins.close();
  await world.close();
});

/** Signs the laptop in as the member, who approves in the browser. */
async function signIn(scopes?: string[]): Promise<{ code: number; err: string }> {
  const decided = Promise.withResolvers<void>();
  const run = laptop.run(`login --json${scopes === undefined ? '' : ` --scopes ${scopes.join(',')}`}`, {
    onErr(err) {
      const userCode = /code ([A-Z]{4}-[A-Z]{4})/.exec(err)?.[1];
      if (userCode === undefined) return;
      void approve(userCode).then(decided.resolve, decided.reject);
    },
  });
  await decided.promise;
  return await run;
}

async function approve(userCode: string): Promise<void> {
  const path = `/api/v1/device/${userCode}`;
  const { scopes } = (await member.get(path)).body as { scopes: string[] };
  await member.post('/api/v1/device/approve', { userCode, scopes });
}

test('signs in by the browser, keeps the key for its owner only, knows who it is, signs out and is nobody', async () => {
  expect(await laptop.run('wallet')).toMatchObject({
    code: 3,
    err: expect.stringContaining('coinslot login'),
  });
  expect(await signIn()).toMatchObject({ code: 0 });
  expect((await stat(laptop.credentialsFile)).mode & 0o777).toBe(0o600);
  expect((await laptop.run('whoami --json')).json).toMatchObject({ me: { name: 'Ada', permissions: [] } });
  const { code, out } = await laptop.run('whoami');
  expect({ code, out }).toMatchObject({ code: 0, out: expect.stringContaining('Ada') });
  expect(await laptop.run('keys')).toMatchObject({
    code: 0,
    out: expect.stringContaining('/account/api-keys'),
  });
  expect(await laptop.run('admin workers')).toMatchObject({ code: 3 });
  expect(await laptop.run('logout')).toMatchObject({ code: 0 });
  expect(await laptop.run('wallet')).toMatchObject({ code: 3 });
  const { items } = (await member.get('/api/v1/api-keys')).body as { items: unknown[] };
  expect(items).toEqual([]);
}, 60_000);
