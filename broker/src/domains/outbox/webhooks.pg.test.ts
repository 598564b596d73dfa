import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { inTransaction } from '../../database/db.ts';
import { queueTest, sendDueDiscord, tellOperator } from './index.ts';
import { openOutboxWorld, type OutboxWorld } from './testing/outbox-world.ts';

let world: OutboxWorld;
beforeAll(async () => {
  world = await openOutboxWorld();
});
beforeEach(() => world.clear());
afterAll(() => world.close());

const ctx = () => world.broker.ctx;
const token = 'T0ken_of-a-webhook-that-nobody-may-see';
const webhook = (id: string) => `https://discord.com/api/webhooks/${id}/${token}`;

async function setWebhook(id: string): Promise<void> {
  const answer = await world.member.put('/api/v1/notifications/discord-webhook', { url: webhook(id) });
  expect(answer).toMatchObject({ status: 200, body: { discord: { name: `webhook ${id}`, gone: false } } });
  expect(JSON.stringify(answer.body)).not.toContain(token);
}

const queueDiscord = () => inTransaction(ctx().db, (tx) => queueTest(tx, ctx(), world.memberId, 'discord'));

test('only a webhook of Discord is taken, and only the address that we build is called', async () => {
  for (const url of [
    'https://evil.example/api/webhooks/123456/abcdefghijklmnopqrstuvwxyz',
    'https://discord.com.evil.example/api/webhooks/123456/abcdefghijklmnopqrstuvwxyz',
    'https://discord.com@evil.example/api/webhooks/123456/abcdefghijklmnopqrstuvwxyz',
    'http://discord.com/api/webhooks/123456/abcdefghijklmnopqrstuvwxyz',
    'https://discord.com/api/webhooks/../users/abcdefghijklmnopqrstuvwxyz',
    'https://discord.com/api/webhooks/123456/abcdefghijklmnopqrstuvwxyz?wait=true',
  ]) {
    expect(await world.member.put('/api/v1/notifications/discord-webhook', { url })).toMatchObject({
      status: 400,
    });
  }
  await setWebhook('10010000');
  await queueDiscord();
  await sendDueDiscord(ctx());
  expect(world.discord.calls).toMatchObject([
    { path: `/api/webhooks/10010000/${token}`, body: { allowed_mentions: { parse: [] }, flags: 4 } },
  ]);
  expect(world.discord.calls[0]?.body.content).toContain('http://localhost:8080/account/notifications');
});

test('Discord’s wait is kept, also for what is queued later, and costs no try', async () => {
  await setWebhook('10020000');
  await queueDiscord();
  await queueDiscord();
  world.discord.answers.set('10020000', {
    status: 429,
    headers: { 'retry-after': '7' },
    body: { retry_after: 7, global: false },
  });
  await sendDueDiscord(ctx());
  const after = await world.rows();
  expect(after.map(({ state, tries }) => ({ state, tries }))).toEqual([
    { state: 'waiting', tries: 0 },
    { state: 'waiting', tries: 0 },
  ]);
  for (const { waitSeconds } of after) expect(waitSeconds).toBeGreaterThan(5);
  const asked = world.discord.calls.length;
  await sendDueDiscord(ctx());
  expect(world.discord.calls).toHaveLength(asked);
  world.discord.answers.clear();
  await world.makeDue();
  await sendDueDiscord(ctx());
  expect((await world.rows()).map(({ state }) => state)).toEqual(['sent', 'sent']);
});

test('a webhook that is gone is switched off and its page tells; a server’s fault is tried again', async () => {
  await setWebhook('10030000');
  await queueDiscord();
  world.discord.answers.set('10030000', { status: 500 });
  await sendDueDiscord(ctx());
  expect(await world.byRecipient('webhook 10030000')).toMatchObject({ state: 'waiting', tries: 1 });
  await world.makeDue();
  world.discord.answers.set('10030000', { status: 404, body: { code: 10015 } });
  await sendDueDiscord(ctx());
  expect(await world.byRecipient('webhook 10030000')).toMatchObject({ state: 'dropped' });
  expect((await world.member.get('/api/v1/notifications/preferences')).body).toMatchObject({
    discord: { gone: true },
  });
  const refused = await world.member.post('/api/v1/notifications/test', { channel: 'discord' });
  expect(refused).toMatchObject({ status: 409, body: { code: 'not_configured' } });
  await setWebhook('10040000');
  expect(await world.member.post('/api/v1/notifications/test', { channel: 'discord' })).toMatchObject({
    status: 202,
  });
});

test('near Discord’s ban no webhook is called, whoever was refused', async () => {
  await setWebhook('10050000');
  await queueDiscord();
  await ctx().db.execute(sql`
    insert into discord_refusals (minute, refused) values (date_trunc('minute', now()), 400)`);
  await sendDueDiscord(ctx());
  expect(world.discord.calls).toHaveLength(0);
  expect(await world.byRecipient('webhook 10050000')).toMatchObject({ state: 'waiting', tries: 0 });
});

test('the operator hears on Discord what they asked for, once, with every sign of a name harmless', async () => {
  const tell = () =>
    inTransaction(ctx().db, (tx) =>
      tellOperator(tx, ctx(), 'lab_closed', {
        labName: '@everyone [x](https://evil.example)',
        reason: 'Gone',
      }),
    );
  await tell();
  expect(await world.rows()).toHaveLength(0);
  const set = await world.admin.put('/api/v1/admin/operator-webhook', {
    url: webhook('20010000'),
    events: ['lab_closed'],
    revision: 0,
  });
  expect(set).toMatchObject({ status: 200, body: { webhook: { name: 'webhook 20010000' }, revision: 1 } });
  await tell();
  await tell();
  await inTransaction(ctx().db, (tx) => tellOperator(tx, ctx(), 'worker_lost', { workerName: 'w' }));
  await sendDueDiscord(ctx());
  expect(world.discord.calls).toHaveLength(1);
  const content = world.discord.calls[0]?.body.content ?? '';
  expect(content).not.toContain('@everyone');
  expect(content).not.toContain('](https://');
});

test('a test of the operator’s webhook is posted at once, tells what Discord said, and is written down', async () => {
  const { revision } = z
    .object({ revision: z.int() })
    .parse((await world.admin.get('/api/v1/admin/operator-webhook')).body);
  const test = () => world.admin.post('/api/v1/admin/operator-webhook/test');
  const set = (url: string | null, seen: number) =>
    world.admin.put('/api/v1/admin/operator-webhook', { url, events: [], revision: seen });
  await set(null, revision);
  expect(await test()).toMatchObject({ status: 409, body: { code: 'not_configured' } });
  await set(webhook('20020000'), revision + 1);
  expect(await test()).toMatchObject({ status: 200, body: { ok: true } });
  expect(world.discord.calls).toMatchObject([{ path: `/api/webhooks/20020000/${token}` }]);
  world.discord.answers.set('20020000', { status: 404 });
  expect(await test()).toMatchObject({ status: 200, body: { ok: false, detail: 'Discord answered 404' } });
  const written = await ctx().db.execute(
    sql`select after from audit_log where action = 'operator_webhook.test' order by id`,
  );
  expect(written.rows).toEqual([{ after: { ok: true } }, { after: { ok: false } }]);
});
