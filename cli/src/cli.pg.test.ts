import { stat } from 'node:fs/promises';
import { ApiKeyScope } from '@coinslot/shared/http/api-keys.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeKey } from '../../broker/src/domains/api-keys/testing/key-session.ts';
import {
  machinePassword,
  type MachineWorld,
  openMachineWorld,
} from '../../broker/src/domains/machines/testing/machine-world.ts';
import type { TestSession } from '../../broker/src/testing/test-session.ts';
import { openBadLine } from './testing/bad-line.ts';
import { openTestComputer, type TestComputer } from './testing/run-in-test.ts';

let world: MachineWorld;
let member: TestSession;
let laptop: TestComputer;
let admins: TestComputer;
beforeAll(async () => {
  world = await openMachineWorld({ BROKER_ACTIVE_MACHINES_MAX: '20' });
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

async function query(text: string, values: unknown[] = []): Promise<void> {
  await world.broker.ctx.db.$client.query(text, values);
}

/** What was bought, as soon as the terminal says so. */
function hearPurchase(): { id: Promise<string>; listen: (err: string) => void } {
  const { promise, resolve } = Promise.withResolvers<string>();
  return {
    id: promise,
    listen(err) {
      const id = /Bought .* \((.*)\)/.exec(err)?.[1];
      if (id !== undefined) resolve(id);
    },
  };
}

/** Signs the laptop in as the member, who approves in the browser. */
async function signIn(scopes?: string[]): Promise<{ code: number; err: string }> {
  const shown = Promise.withResolvers<string>();
  const run = laptop.run(`login --json${scopes === undefined ? '' : ` --scopes ${scopes.join(',')}`}`, {
    onErr(err) {
      const userCode = /code ([A-Z]{4}-[A-Z]{4})/.exec(err)?.[1];
      if (userCode !== undefined) shown.resolve(userCode);
    },
  });
  await approve(await shown.promise);
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
    out: expect.stringContaining('/account/keys'),
  });
  expect(await laptop.run('admin workers')).toMatchObject({ code: 3 });
  expect(await laptop.run('logout')).toMatchObject({ code: 0 });
  expect(await laptop.run('wallet')).toMatchObject({ code: 3 });
  const { items } = (await member.get('/api/v1/api-keys')).body as { items: unknown[] };
  expect(items).toEqual([]);

  // A script has a key of its own, and no file.
  const scopes = ApiKeyScope.options.filter((scope) => scope !== 'admin');
  const { secret } = await makeKey(member, scopes);
  await laptop.close();
  laptop = await openTestComputer({ COINSLOT_SERVER: world.broker.url, COINSLOT_API_KEY: secret });
  expect(await laptop.run('wallet --json')).toMatchObject({ code: 0, json: { availableEarned: 50 } });
}, 60_000);

test('buys at the terms that were shown, asks again when they changed, and waits until the machine is ready', async () => {
  const productId = await world.makeProduct(5);
  await query('update products set name = $2 where id = $1', [productId, 'small']);
  expect(await laptop.run('products')).toMatchObject({ code: 0, out: expect.stringContaining('5 coins') });
  expect(await laptop.run('buy small')).toMatchObject({ code: 2, err: expect.stringContaining('--yes') });
  expect(await laptop.run('buy small', { answers: ['n'] })).toMatchObject({ code: 5 });
  expect(await laptop.run('buy large --yes')).toMatchObject({ code: 4 });
  expect(await laptop.run('buy smal --yes')).toMatchObject({
    code: 4,
    err: expect.stringContaining('Did you mean small?'),
  });

  const bought = hearPurchase();
  const paused = Promise.withResolvers<void>();
  const running = laptop.run('buy small --wait --json', {
    answers: [
      async () => {
        await query('update products set price = 7, revision = revision + 1 where id = $1', [productId]);
        return 'y';
      },
      'y',
    ],
    onErr(heard) {
      bought.listen(heard);
      if (heard.includes('Stopped for a moment by the operator.')) paused.resolve();
    },
  });
  const hold = await world.assign(await bought.id);
  await world.log(hold, 1, ['Stopped for a moment by the operator.\n'], 'worker');
  await paused.promise;
  await world.bringUp(hold);
  const { code, json, err } = await running;
  expect({ code, json }).toMatchObject({ code: 0, json: { state: 'ready', charge: { price: 7 } } });
  expect(err).toMatch(/for 5 coins.*terms changed.*for 7 coins.*Stopped for a moment.*Sign in to the lab/s);

  const { id, name } = json as { id: string; name: string };
  expect(await laptop.run('machines')).toMatchObject({ out: expect.stringContaining(name) });
  expect(await laptop.run(`machine ${id.slice(0, 8)}`)).toMatchObject({
    out: expect.stringContaining('ready'),
  });
  expect((await laptop.run(`ssh ${name} --json`)).json).toMatchObject({
    port: 2222,
    password: machinePassword,
  });
  expect(await laptop.run(`auto-extend ${name} maybe`)).toMatchObject({ code: 2 });
  expect(await laptop.run(`auto-extend ${name} on`)).toMatchObject({ code: 5 });
  expect(await laptop.run(`cancel ${name} --yes`)).toMatchObject({ code: 5 });
  expect(await laptop.run(`stop ${name} --yes`)).toMatchObject({ code: 0 });
  expect(await laptop.run('machines')).toMatchObject({ out: expect.stringContaining('stopping') });
  expect(await laptop.run(`doctor ${name}`)).toMatchObject({
    code: 6,
    out: expect.stringContaining('ends just now, so there is no way in any more'),
  });
  expect(await laptop.run(`machine ${name} --json`)).toMatchObject({ code: 0 });
  expect(await laptop.run('transfers')).toMatchObject({ out: expect.stringContaining('Paid for small') });
  expect(await laptop.run('notifications')).toMatchObject({
    out: expect.stringContaining(`${name} is ready`),
  });
}, 60_000);

test('a machine that an admin ends while it is waited for: 7, with the reason and the refund', async () => {
  const productId = await world.makeProduct(3);
  const bought = hearPurchase();
  const waiting = laptop.run(`buy ${productId.slice(0, 13)} --yes --wait`, { onErr: bought.listen });
  const stop = `admin stop ${await bought.id} --yes --reason 'the lab is down'`;
  expect(await admins.run(stop)).toMatchObject({ code: 0 });
  expect(await waiting).toMatchObject({
    code: 7,
    err: expect.stringMatching(/admin stopped .*3 coins came back/s),
  });
});

test('prints a log, and follows one to the machine’s end over connections that break', async () => {
  const { id } = await world.buy(member, await world.makeProduct(1));
  const hold = await world.assign(id);
  await world.log(hold, 1, ['one\n', '\u001b[31mtwo\u001b[0m\n']);
  expect(await laptop.run(`logs ${id}`)).toMatchObject({ code: 0, out: 'one\n\u001b[31mtwo\u001b[0m\n' });
  const line = await openBadLine(world.broker.url);
  const { secret } = await makeKey(member, ['machines.read', 'machines.write']);
  const environment = { COINSLOT_SERVER: line.url, COINSLOT_API_KEY: secret };
  const seen = Promise.withResolvers<void>();
  const following = laptop.run(`logs ${id} --follow --json`, { environment, onOut: () => seen.resolve() });
  await seen.promise;
  line.cut();
  await world.log(hold, 3, ['three\n']);
  await member.post(`/api/v1/machines/${id}/cancel`, {});
  const { code, out } = await following;
  expect(code).toBe(0);
  await line.close();
  expect(
    out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).text),
  ).toEqual(['one\n', '\u001b[31mtwo\u001b[0m\n', 'three\n']);
});

test('an answer that is lost on the way is asked for again with the same key: one machine is bought', async () => {
  const productId = await world.makeProduct(1);
  const line = await openBadLine(world.broker.url);
  const { secret } = await makeKey(member, ['products.read', 'machines.write']);
  const answers = [
    async () => {
      line.loseNextAnswer();
      return 'y';
    },
  ];
  const environment = { COINSLOT_SERVER: line.url, COINSLOT_API_KEY: secret };
  const { code, json } = await laptop.run(`buy ${productId} --json`, { environment, answers });
  await line.close();
  const { items } = (await member.get('/api/v1/machines?state=active')).body as {
    items: { id: string; productId: string }[];
  };
  const bought = items.filter((one) => one.productId === productId).map(({ id }) => id);
  expect({ code, bought }).toEqual({
    code: 0,
    bought: [(json as { id: string }).id],
  });
  await laptop.run(`cancel ${bought[0]} --yes`);
});

test('admins find members, adjust coins with a reason, look at workers, labs and the audit log', async () => {
  const { email } = member;
  expect(await admins.run(`admin users ${email}`)).toMatchObject({
    code: 0,
    out: expect.stringContaining('Ada'),
  });
  expect(await admins.run(`admin user ${email} --json`)).toMatchObject({ code: 0 });
  const adjusted = await admins.run(`admin adjust ${email} --coins 7 --reason 'for the course' --yes --json`);
  expect(adjusted).toMatchObject({ code: 0, json: { wallet: { availableEarned: expect.any(Number) } } });
  expect(await admins.run(`admin adjust ${email} --coins -100000 --reason 'too much' --yes`)).toMatchObject({
    code: 5,
  });
  expect(await admins.run(`admin adjust ${email} --coins 0 --reason none --yes`)).toMatchObject({ code: 2 });
  expect(await admins.run('admin workers')).toMatchObject({
    code: 0,
    out: expect.stringContaining('tester'),
  });
  expect(await admins.run("admin drain tester --yes --reason 'new disk'")).toMatchObject({ code: 0 });
  expect(await admins.run('admin resume tester --yes')).toMatchObject({ code: 0 });
  expect(await admins.run('admin labs --json')).toMatchObject({ code: 0, json: [expect.anything()] });
  expect(await admins.run('admin machines')).toMatchObject({ code: 0 });
  const audit = await admins.run('admin audit --action wallet.adjust');
  expect(audit).toMatchObject({ code: 0, out: expect.stringContaining('for the course') });
});

test('refusals have their exit codes, and with --json one JSON value on stderr', async () => {
  const productId = await world.makeProduct(100_000);
  const { code, err, out } = await laptop.run(`buy ${productId} --yes --json`);
  expect({ code, out, error: JSON.parse(err) }).toMatchObject({
    code: 5,
    out: '',
    error: { error: { exitCode: 5, code: 'insufficient_coins', params: { price: 100_000 } } },
  });
  expect(await laptop.run('machine no-such-machine')).toMatchObject({ code: 4 });
  expect(await laptop.run('nonsense')).toMatchObject({ code: 2 });
  expect(await laptop.run('buy')).toMatchObject({ code: 2 });
  expect(await laptop.run('--help')).toMatchObject({ code: 0, out: expect.stringContaining('Exit codes') });
  const revoked = { environment: { COINSLOT_API_KEY: 'cs_revoked' } };
  expect(await laptop.run('wallet', revoked)).toMatchObject({ code: 3 });
  expect(await laptop.run('wallet --server http://127.0.0.1:1', revoked)).toMatchObject({ code: 6 });
});

test('knows the machines of a machine’s beginning, and asks which when several begin so', async () => {
  const productId = await world.makeProduct(1);
  const [one, two] = [await world.buy(member, productId), await world.buy(member, productId)];
  await query(`update machines set name = 'twin' where id = any($1)`, [[one.id, two.id]]);
  expect(await laptop.run('machine twin')).toMatchObject({ code: 2, err: expect.stringContaining(two.id) });
  expect((await laptop.run(`machine ${one.id.slice(0, 13)} --json`)).json).toMatchObject({ id: one.id });
});
