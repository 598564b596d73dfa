import { AdminSettings } from '@coinslot/shared/http/admin-settings.ts';
import { Site, SitePage } from '@coinslot/shared/http/site.ts';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { readRows } from '../../database/db.ts';
import { startTestBroker, type TestBroker } from '../../testing/test-broker.ts';
import type { TestSession } from '../../testing/test-session.ts';

let broker: TestBroker;
let admin: TestSession;

beforeAll(async () => {
  broker = await startTestBroker();
  admin = await broker.registerAdmin();
});
afterAll(() => broker.close());

const path = '/api/v1/admin/settings';
const read = async () => AdminSettings.parse((await admin.get(path)).body);

test('a fresh house has values that came with the software, and tells everybody so', async () => {
  const visitor = broker.visitor();
  expect(Site.parse((await visitor.get('/api/v1/site')).body)).toMatchObject({
    name: 'Coinslot',
    supportContact: null,
    signUpOpen: true,
    terms: { revision: 0, updatedAt: null },
  });
  const terms = SitePage.parse((await visitor.get('/api/v1/site/terms')).body);
  expect(terms.markdown).toContain('not legal advice');
  expect(await read()).toMatchObject({
    general: { revision: 0, updatedBy: null },
    members: { values: { activeMachinesMax: null }, activeMachinesMaxByDefault: 2 },
    welcome: { values: { coins: 50, grantsMax: 100_000 } },
  });
});

test('a change counts at once, is kept with its revision, and a stale one is refused', async () => {
  const asked = { values: { name: 'The Lab', supportContact: 'ask@lab.example' }, revision: 0 };
  expect((await admin.put(`${path}/general`, asked)).status).toBe(200);
  expect(Site.parse((await admin.get('/api/v1/site')).body).name).toBe('The Lab');
  const stale = await admin.put(`${path}/general`, asked);
  expect(stale).toMatchObject({ status: 409, body: { code: 'edited_meanwhile', params: { revision: 1 } } });
  const [line] = await readRows(
    broker.ctx.db,
    z.object({ before: z.unknown(), after: z.unknown() }),
    sql`select before, after from audit_log where action = 'settings.edit' order by id desc limit 1`,
  );
  expect(line).toMatchObject({
    before: { revision: 0, name: 'Coinslot' },
    after: { revision: 1, name: 'The Lab', supportContact: 'ask@lab.example' },
  });
});

test('of many who write a group first, one wins', async () => {
  const asked = { values: { markdown: 'Be kind.' }, revision: 0 };
  const answers = await Promise.all(Array.from({ length: 6 }, () => admin.put(`${path}/privacy`, asked)));
  expect(Object.groupBy(answers, ({ status }) => status)).toMatchObject({
    200: { length: 1 },
    409: { length: 5 },
  });
  expect(SitePage.parse((await admin.get('/api/v1/site/privacy')).body)).toMatchObject({
    markdown: 'Be kind.',
    revision: 1,
  });
});

test('welcome coins and the limit of machines follow the settings', async () => {
  await admin.put(`${path}/welcome`, { values: { coins: 7, grantsMax: 1_000 }, revision: 0 });
  await admin.put(`${path}/members`, { values: { activeMachinesMax: 9 }, revision: 0 });
  const newcomer = await (await broker.register()).me();
  expect(newcomer).toMatchObject({ wallet: { availableEarned: 7 }, limits: { activeMachinesMax: 9 } });
  await admin.put(`${path}/welcome`, { values: { coins: 0, grantsMax: 1_000 }, revision: 1 });
  expect((await (await broker.register()).me()).wallet.availableEarned).toBe(0);
  await admin.put(`${path}/welcome`, { values: { coins: 3, grantsMax: 0 }, revision: 2 });
  expect((await (await broker.register()).me()).wallet.availableEarned).toBe(0);
  expect((await read()).welcome).toMatchObject({ granted: 2, values: { coins: 3, grantsMax: 0 } });
});

test('confirmed addresses are asked for only where mail goes out, and the page says who has none', async () => {
  const { revision } = (await read()).members;
  const asked = { values: { emailMustBeVerified: true }, revision };
  const { config } = broker.ctx;
  const wasProduction = config.production;
  try {
    Object.assign(config, { production: true });
    expect((await read()).members).toMatchObject({ mailMissing: true, unconfirmed: expect.any(Number) });
    expect((await read()).members.unconfirmed).toBeGreaterThan(0);
    const refused = await admin.put(`${path}/members`, asked);
    expect(refused).toMatchObject({ status: 409, body: { code: 'not_configured' } });
  } finally {
    Object.assign(config, { production: wasProduction });
  }
  expect((await admin.put(`${path}/members`, asked)).status).toBe(200);
  await admin.put(`${path}/members`, { values: {}, revision: revision + 1 });
});

test('in production the mail server stays while confirmed addresses are asked for, also when both are changed at once', async () => {
  const mail = '/api/v1/admin/mail';
  const server = { host: '127.0.0.1', port: 25, security: 'none', from: 'coins@example.org', revision: 0 };
  const switchTo = async (emailMustBeVerified: boolean) =>
    (
      await admin.put(`${path}/members`, {
        values: { emailMustBeVerified },
        revision: (await read()).members.revision,
      })
    ).status;
  const { config } = broker.ctx;
  const wasProduction = config.production;
  try {
    Object.assign(config, { production: true });
    expect((await admin.put(mail, server)).status).toBe(200);
    expect(await switchTo(true)).toBe(200);
    expect(await admin.delete(mail)).toMatchObject({
      status: 409,
      body: { code: 'not_configured', detail: expect.stringContaining('Joining') },
    });
    expect((await admin.get(mail)).body).toMatchObject({ source: 'settings' });
    expect(await switchTo(false)).toBe(200);
    const [removed, switched] = await Promise.all([admin.delete(mail), switchTo(true)]);
    expect(new Set([removed.status, switched])).toEqual(new Set([200, 409]));
    await switchTo(false);
    expect((await admin.delete(mail)).status).toBe(200);
  } finally {
    Object.assign(config, { production: wasProduction });
  }
});

test('nonsense is refused by its field’s name', async () => {
  const answer = await admin.put(`${path}/members`, { values: { activeMachinesMax: -1 }, revision: 3 });
  expect(answer).toMatchObject({
    status: 400,
    body: { fields: { '/values/activeMachinesMax': expect.any(String) } },
  });
});
