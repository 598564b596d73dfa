import { randomBytes, randomUUID } from 'node:crypto';
import { createSecretFinder, formsOf } from '@coinslot/shared/masking/secret-finder.ts';
import { spellings } from '@coinslot/shared/masking/testing/spellings.ts';
import type { ReportBody } from '@coinslot/shared/worker-messages/report-body.ts';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { readRows } from '../../../database/db.ts';
import { sshWayIn } from '../../../testing/ssh-way-in.ts';
import type { Hold } from '../reports/hold.ts';
import { type MachineWorld, openMachineWorld } from '../testing/machine-world.ts';

const metricsToken = randomBytes(16).toString('hex');
let world: MachineWorld;
beforeAll(async () => {
  world = await openMachineWorld({ COINSLOT_METRICS_TOKEN: metricsToken });
});
afterAll(() => world.close());

const cookie = {
  name: 'session',
  value: randomBytes(20).toString('base64url'),
  domain: 'lab.localhost',
  path: '/',
  expiresAt: null,
  httpOnly: true,
  secure: false,
  sameSite: null,
};
const Token = z.object({ token: z.string() });
const Key = z.object({ secret: z.string() });

test('no secret stands in the database, in metrics, in logs shown, in evidence or in errors, in any spelling', async () => {
  const admin = await world.broker.registerAdmin();
  const [pool] = await world.rows(sql`select id from pools limit 1`);
  const asked = { poolId: pool?.id, name: 'other', capacity: 1, labels: [] };
  const { body: enrolment } = await admin.post('/api/v1/admin/workers/enrolment-tokens', asked);
  const { body: key } = await admin.post('/api/v1/api-keys', {
    name: 'key',
    scopes: ['machines.read'],
    expiresInDays: 30,
  });
  const { id } = await world.buy(admin, await world.makeProduct(0));
  const hold = await world.assign(id);
  const machine = plantMachine();
  await world.startLabSession(hold);
  await told(hold, { kind: 'seat_cookies', cookies: [cookie] });
  await told(hold, { kind: 'ready', endpoints: [{ ...sshWayIn, ...machine }] });
  const [seat] = await world.rows(
    sql`select s.username from machines m join seats s on s.id = m.seat_id where m.id = ${id}`,
  );
  const seatPassword = String(seat?.username).replace('seat-', 'seat-password-');
  const keyLines = machine.privateKey.split('\n').slice(1, -2);

  // What the machine and the lab's pages know is said wherever a worker may say something.
  const said = [seatPassword, cookie.value, machine.password, ...keyLines].flatMap((secret) =>
    Object.values(spellings).map((spell) => `<${spell(secret)}>\n`),
  );
  await world.log(hold, 1, said);
  await world.log(hold, said.length + 1, [machine.privateKey, JSON.stringify(machine)], 'worker');
  const all = said.join('');
  const lines = said.map((line) => line.slice(0, 2_000)).slice(0, 200);
  const seen = {
    title: said[0] ?? '',
    dom: all.slice(0, 300_000),
    console: lines,
    network: lines,
    stepLog: lines,
  };
  await told(hold, {
    kind: 'evidence',
    evidenceId: randomUUID(),
    takenAt: new Date().toISOString(),
    step: null,
    failure: 'seat_refused',
    message: all.slice(0, 2_000),
    url: `http://lab.localhost/?p=${encodeURIComponent(seatPassword)}`,
    screenshot: null,
    ...seen,
  });

  const message = all.slice(0, 1_900);
  await told(hold, { kind: 'machine_gone', message });
  const { id: refused } = await world.buy(admin, await world.makeProduct(0));
  const second = await world.assign(refused);
  const [secondSeat] = await world.rows(
    sql`select s.username from machines m join seats s on s.id = m.seat_id where m.id = ${refused}`,
  );
  const secondPassword = String(secondSeat?.username).replace('seat-', 'seat-password-');
  await told(second, { kind: 'accepted' });
  const refusal = { kind: 'failed', failure: 'seat_refused', step: 'sign_in' } as const;
  await told(second, {
    ...refusal,
    message: `the lab says: ${encodeURIComponent(secondPassword)} ${btoa(secondPassword)}`,
  });

  const session = admin.cookie().split('=')[1] ?? '';
  const secrets = [
    seatPassword,
    cookie.value,
    machine.password,
    ...keyLines,
    session,
    admin.password,
    metricsToken,
    secondPassword,
    Token.parse(enrolment).token,
    Key.parse(key).secret,
  ];
  const finder = createSecretFinder(secrets.map(formsOf));
  const metrics = await admin.get('/metrics', { headers: { authorization: `Bearer ${metricsToken}` } });
  expect(String(metrics.body)).toContain('coinslot_');
  const shown = {
    metrics: String(metrics.body),
    log: String((await admin.get(`/api/v1/machines/${id}/logs?text=1`)).body),
    machine: JSON.stringify((await admin.get(`/api/v1/machines/${id}`)).body),
    ...(await errorsOf(secrets.slice(-4))),
    ...(await dump()),
  };
  expect(Object.keys(shown).length).toBeGreaterThan(60);
  for (const where of ['log', 'table machine_logs', 'table evidence', 'table seats'])
    expect(shown[where as keyof typeof shown], where).toContain('[masked]');
  for (const [where, text] of Object.entries(shown)) {
    const found = finder.find(text, true).places.map(({ from, to }) => text.slice(from - 20, to + 10));
    expect(found, where).toEqual([]);
  }
});

async function told(hold: Hold, body: ReportBody): Promise<void> {
  expect(await world.report(hold, body), body.kind).toMatchObject({ outcome: 'applied' });
}

function plantMachine(): { password: string; privateKey: string } {
  const lines = Array.from({ length: 5 }, () => randomBytes(52).toString('base64').slice(0, 70));
  const privateKey = `-----BEGIN OPENSSH PRIVATE KEY-----\n${lines.join('\n')}\n-----END OPENSSH PRIVATE KEY-----\n`;
  return { password: `m&"'<${randomBytes(9).toString('base64')}`, privateKey };
}

/** What is answered to who sends a secret where it does not belong. */
async function errorsOf(secrets: readonly string[]): Promise<Record<string, string>> {
  const visitor = world.broker.visitor();
  const answers = await Promise.all(
    secrets.flatMap((secret) => [
      visitor.post('/api/auth/sign-in/email', { email: 'nobody@example.org', password: secret }),
      visitor.post('/api/v1/workers/enrol', { token: `${secret}x`, publicKey: secret, version: '1' }),
      visitor.get('/api/v1/machines', { headers: { authorization: `Bearer ${secret}x` } }),
      visitor.get('/metrics', { headers: { authorization: `Bearer ${secret}x` } }),
    ]),
  );
  return Object.fromEntries(
    answers.map(({ status, body }, at) => [`error ${at} (${status})`, JSON.stringify(body)]),
  );
}

/** Every row of every table, as text; bytes are in hex, which is one of the spellings. */
async function dump(): Promise<Record<string, string>> {
  const { db } = world.broker.database;
  const tables = await readRows(
    db,
    z.object({ name: z.string() }),
    sql`select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
  );
  const texts: [string, string][] = [];
  for (const { name } of tables) {
    const rows = await readRows(
      db,
      z.object({ text: z.string() }),
      sql`select coalesce(string_agg(row_to_json(t)::text, E'\n'), '') as text from ${sql.identifier(name)} t`,
    );
    texts.push([`table ${name}`, rows[0]?.text ?? '']);
  }
  return Object.fromEntries(texts);
}
