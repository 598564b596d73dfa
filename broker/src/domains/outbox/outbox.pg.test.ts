import { OutboxMessage, OutboxMessageDetail } from '@coinslot/shared/http/admin-outbox.ts';
import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import type { BrokerContext } from '../../context.ts';
import { inTransaction, readRows } from '../../database/db.ts';
import { startTestBroker, type TestBroker } from '../../testing/test-broker.ts';
import type { TestSession } from '../../testing/test-session.ts';
import {
  endOverdueMessages,
  queueMail,
  queueTest,
  sendDueDiscord,
  sendDueMail,
  tellOperator,
} from './index.ts';
import { readOutboxMessage } from './page/read-outbox-message.ts';
import { type DiscordStandIn, openDiscordStandIn } from './testing/discord-stand-in.ts';
import { openSmtpStandIn, type SmtpStandIn } from './testing/smtp-stand-in.ts';

let broker: TestBroker;
let admin: TestSession;
let member: TestSession;
let memberId: string;
let smtp: SmtpStandIn;
let discord: DiscordStandIn;
beforeAll(async () => {
  discord = await openDiscordStandIn();
  broker = await startTestBroker({ BROKER_DISCORD_URL: discord.url, BROKER_OUTBOX_TRIES_MAX: '3' });
  admin = await broker.registerAdmin('Ada');
  member = await broker.register('Grace');
  memberId = (await member.me()).id;
});
beforeEach(async () => {
  smtp = await openSmtpStandIn();
  discord.calls.length = 0;
  discord.answers.clear();
  await broker.ctx.db.execute(sql`delete from outbox`);
  await broker.ctx.db.execute(sql`delete from discord_refusals`);
});
afterEach(async () => {
  await admin.delete('/api/v1/admin/mail');
  await smtp.close();
});
afterAll(async () => {
  await broker.close();
  await discord.close();
});

const ctx = (): BrokerContext => broker.ctx;
const url = 'http://localhost:8080/reset-password?token=a-very-secret-token';

async function configureMail(changes: object = {}) {
  const { revision } = z.object({ revision: z.int() }).parse((await admin.get('/api/v1/admin/mail')).body);
  const answer = await admin.put('/api/v1/admin/mail', {
    host: '127.0.0.1',
    port: smtp.port,
    security: 'none',
    from: 'Coinslot <coins@example.org>',
    revision,
    ...changes,
  });
  expect(answer.status).toBe(200);
  return answer.body;
}

async function queueReset(to: string): Promise<void> {
  await inTransaction(ctx().db, (tx) =>
    queueMail(tx, ctx(), {
      kind: 'reset_password',
      userId: memberId,
      to,
      params: { url },
      validForMs: 3_600_000,
    }),
  );
}

const Row = z.object({
  id: z.uuid(),
  recipient: z.string(),
  state: z.string(),
  tries: z.int(),
  error: z.string().nullable(),
  secret: z.string().nullable(),
  waitSeconds: z.number(),
});

async function rows() {
  return await readRows(
    ctx().db,
    Row,
    sql`
      select id, recipient, state, tries, last_error as error, secret_params as secret,
        extract(epoch from next_try_at - now())::float8 as "waitSeconds"
      from outbox order by created_at, recipient`,
  );
}

async function byRecipient(recipient: string) {
  return Row.parse((await rows()).find((row) => row.recipient === recipient));
}

const makeDue = () => ctx().db.execute(sql`update outbox set next_try_at = now() where state = 'waiting'`);
const detailOf = async (id: string) =>
  OutboxMessageDetail.parse((await admin.get(`/api/v1/admin/outbox/${id}`)).body);

test('without a mail server mail is kept where a developer can read it; with one its secret is nobody’s to read', async () => {
  await queueReset('grace@example.org');
  expect(await sendDueMail(ctx())).toBe(0);
  expect((await admin.get('/api/v1/admin/outbox')).body).toMatchObject({
    mailConfigured: false,
    counts: { waiting: 0, kept: 1, failed: 0 },
    items: [{ state: 'kept', kind: 'reset_password', recipient: 'grace@example.org', userName: 'Grace' }],
  });
  const [kept] = await rows();
  const id = kept?.id ?? '';
  expect(kept?.secret).not.toContain('secret-token');
  expect(await detailOf(id)).toMatchObject({ hidden: null, body: expect.stringContaining(url) });
  await configureMail();
  expect(await detailOf(id)).toMatchObject({ state: 'waiting', hidden: 'secret', body: null });
  await sendDueMail(ctx());
  expect(await detailOf(id)).toMatchObject({ state: 'sent', hidden: 'erased', body: null });
  expect(await byRecipient('grace@example.org')).toMatchObject({ secret: null });
});

test('in production not even a kept mail shows its secret', async () => {
  await queueReset('grace@example.org');

  const [kept] = await rows();
  const production = { ...ctx(), config: { ...ctx().config, production: true } };
  expect(await readOutboxMessage(production, kept?.id ?? '')).toMatchObject({
    state: 'kept',
    hidden: 'secret',
    body: null,
  });
});

test('a mail is text and HTML that say the same, and two brokers at once send each one time', async () => {
  await configureMail();
  const addresses = Array.from({ length: 12 }, (_, at) => `m${at}@example.org`);
  await Promise.all(addresses.map(queueReset));
  await Promise.all([sendDueMail(ctx()), sendDueMail(ctx())]);
  expect(smtp.mails.map(({ to }) => to).toSorted()).toEqual(addresses.toSorted());
  const [first] = smtp.mails;
  const { id } = await byRecipient(first?.to ?? '');
  expect(first?.from).toBe('coins@example.org');
  expect(first?.raw).toContain(`Message-ID: <${id}@example.org>`);
  expect(first?.raw).toMatch(/Auto-Submitted: auto-generated/);
  expect(first?.raw).not.toMatch(/List-Unsubscribe/);
  expect(first?.raw.match(/secret-token/g)).toHaveLength(2);
  expect(first?.raw).toMatch(/Content-Type: multipart\/alternative/);
});

test('a refusal for good ends one message, a passing one waits longer each time; others are not held up', async () => {
  await configureMail();
  let release: () => void = () => undefined;
  smtp.slow.set('slow@example.org', new Promise((resolve) => (release = resolve)));
  smtp.refusals.set('gone@example.org', 550).set('full@example.org', 452);
  for (const to of ['slow', 'gone', 'full', 'good', 'fine']) await queueReset(`${to}@example.org`);
  const round = sendDueMail(ctx());
  await expect.poll(() => smtp.mails.length).toBe(2);
  release();
  await round;
  expect(smtp.mails.map(({ to }) => to).toSorted()).toEqual(
    ['fine', 'good', 'slow'].map((to) => `${to}@example.org`),
  );
  expect(await byRecipient('gone@example.org')).toMatchObject({ state: 'failed', tries: 1, secret: null });
  const full = await byRecipient('full@example.org');
  expect(full).toMatchObject({ state: 'waiting', tries: 1, error: expect.stringContaining('452') });
  expect(full.waitSeconds).toBeGreaterThan(20);
  for (const tries of [2, 3]) {
    await makeDue();
    await sendDueMail(ctx());
    expect(await byRecipient('full@example.org')).toMatchObject({ tries });
  }
  expect(await byRecipient('full@example.org')).toMatchObject({ state: 'failed' });
  await makeDue();
  await sendDueMail(ctx());
  expect(smtp.asked.filter((to) => to === 'full@example.org')).toHaveLength(3);
});

test('a server that does not encrypt, a wrong sender or no server at all is no message’s fault', async () => {
  await configureMail({ security: 'starttls', user: 'coins', password: 'smtp-password' });
  await queueReset('grace@example.org');
  await sendDueMail(ctx());
  expect(smtp.mails).toHaveLength(0);
  expect(await byRecipient('grace@example.org')).toMatchObject({ state: 'waiting', tries: 1 });
  await configureMail({ port: 1 });
  await makeDue();
  await sendDueMail(ctx());
  expect(await byRecipient('grace@example.org')).toMatchObject({ state: 'waiting', tries: 2 });
  expect(await admin.post('/api/v1/admin/mail/test', { to: 'ada@example.org' })).toMatchObject({
    status: 200,
    body: { ok: false },
  });
  await configureMail();
  await makeDue();
  await sendDueMail(ctx());
  expect(await byRecipient('grace@example.org')).toMatchObject({ state: 'sent' });
  expect(await admin.post('/api/v1/admin/mail/test', { to: 'ada@example.org' })).toMatchObject({
    body: { ok: true },
  });
  expect(smtp.mails.map(({ to }) => to)).toEqual(['grace@example.org', 'ada@example.org']);
});

test('a message whose sender died is sent after a while, one that always kills its sender is given up, a late one is dropped', async () => {
  await configureMail();
  for (const to of ['dying', 'deadly', 'late', 'held']) await queueReset(`${to}@example.org`);
  const died = sql`claim = gen_random_uuid(), next_try_at = now() - interval '1 second'`;
  await ctx().db.execute(sql`update outbox set ${died}, tries = 1 where recipient = 'dying@example.org'`);
  await ctx().db.execute(sql`update outbox set ${died}, tries = 3 where recipient = 'deadly@example.org'`);
  await ctx().db.execute(sql`update outbox set valid_until = now() where recipient = 'late@example.org'`);
  await ctx().db.execute(sql`
    update outbox set claim = gen_random_uuid(), tries = 1, next_try_at = now() + interval '50 seconds'
    where recipient = 'held@example.org'`);
  expect(await endOverdueMessages(ctx())).toBe(2);
  await sendDueMail(ctx());
  expect(smtp.mails.map(({ to }) => to)).toEqual(['dying@example.org']);
  expect(await byRecipient('deadly@example.org')).toMatchObject({ state: 'failed', secret: null });
  expect(await byRecipient('late@example.org')).toMatchObject({ state: 'dropped', secret: null });
  expect(await byRecipient('held@example.org')).toMatchObject({ state: 'waiting' });
});

test('nothing is sent where nobody can live, and a name adds no header', async () => {
  await configureMail();
  await queueReset(`${crypto.randomUUID()}@no-email.invalid`);
  expect(await rows()).toHaveLength(0);
  await ctx().db.execute(sql`
    insert into outbox (channel, kind, recipient, params, valid_until)
    values ('mail', 'voucher', 'grace@example.org',
      ${JSON.stringify({ voucherName: 'X\r\nBcc: everybody@example.org\r\n\r\n<b>Hi</b>', coins: 1 })}::jsonb,
      now() + interval '1 hour')`);
  await sendDueMail(ctx());
  const raw = smtp.mails[0]?.raw ?? '';
  expect(raw).not.toMatch(/^Bcc:/m);
  expect(raw).not.toContain('<b>Hi</b></p>');
  expect(raw).toMatch(/^List-Unsubscribe: <http:\/\/localhost:8080\/account\/notifications>/m);
  expect(smtp.asked).toEqual(['grace@example.org']);
});

test('the mail server’s password is never answered, and is not sent to another server', async () => {
  const first = await configureMail({ user: 'coins', password: 'smtp-password' });
  expect(first).toMatchObject({ source: 'settings', hasPassword: true });
  expect(JSON.stringify(first)).not.toContain('smtp-password');
  expect(await configureMail({ user: 'coins', from: 'x@example.org' })).toMatchObject({ hasPassword: true });
  expect(await configureMail({ user: 'coins', host: 'localhost' })).toMatchObject({ hasPassword: false });
  const stale = await admin.put('/api/v1/admin/mail', {
    host: 'a',
    port: 25,
    security: 'tls',
    from: 'x@example.org',
    revision: 1,
  });
  expect(stale).toMatchObject({ status: 409, body: { code: 'edited_meanwhile' } });
  const secrets = await ctx().db.execute(sql`
    select m::text as row from mail_settings m union all select a::text from audit_log a`);
  expect(JSON.stringify(secrets.rows)).not.toContain('smtp-password');
});

const token = 'T0ken_of-a-webhook-that-nobody-may-see';
const webhook = (id: string) => `https://discord.com/api/webhooks/${id}/${token}`;

async function setWebhook(id: string): Promise<void> {
  const answer = await member.put('/api/v1/notifications/discord-webhook', { url: webhook(id) });
  expect(answer).toMatchObject({ status: 200, body: { discord: { name: `webhook ${id}`, gone: false } } });
  expect(JSON.stringify(answer.body)).not.toContain(token);
}

const queueDiscord = () => inTransaction(ctx().db, (tx) => queueTest(tx, ctx(), memberId, 'discord'));

test('only a webhook of Discord is taken, and only the address that we build is called', async () => {
  for (const url of [
    'https://evil.example/api/webhooks/123456/abcdefghijklmnopqrstuvwxyz',
    'https://discord.com.evil.example/api/webhooks/123456/abcdefghijklmnopqrstuvwxyz',
    'https://discord.com@evil.example/api/webhooks/123456/abcdefghijklmnopqrstuvwxyz',
    'http://discord.com/api/webhooks/123456/abcdefghijklmnopqrstuvwxyz',
    'https://discord.com/api/webhooks/../users/abcdefghijklmnopqrstuvwxyz',
    'https://discord.com/api/webhooks/123456/abcdefghijklmnopqrstuvwxyz?wait=true',
  ]) {
    expect(await member.put('/api/v1/notifications/discord-webhook', { url })).toMatchObject({ status: 400 });
  }
  await setWebhook('10010000');
  await queueDiscord();
  await sendDueDiscord(ctx());
  expect(discord.calls).toMatchObject([
    { path: `/api/webhooks/10010000/${token}`, body: { allowed_mentions: { parse: [] }, flags: 4 } },
  ]);
  expect(discord.calls[0]?.body.content).toContain('http://localhost:8080/account/notifications');
});

test('Discord’s wait is kept, also for what is queued later, and costs no try', async () => {
  await setWebhook('10020000');
  await queueDiscord();
  await queueDiscord();
  discord.answers.set('10020000', {
    status: 429,
    headers: { 'retry-after': '7' },
    body: { retry_after: 7, global: false },
  });
  await sendDueDiscord(ctx());
  const after = await rows();
  expect(after.map(({ state, tries }) => ({ state, tries }))).toEqual([
    { state: 'waiting', tries: 0 },
    { state: 'waiting', tries: 0 },
  ]);
  for (const { waitSeconds } of after) expect(waitSeconds).toBeGreaterThan(5);
  const asked = discord.calls.length;
  await sendDueDiscord(ctx());
  expect(discord.calls).toHaveLength(asked);
  discord.answers.clear();
  await makeDue();
  await sendDueDiscord(ctx());
  expect((await rows()).map(({ state }) => state)).toEqual(['sent', 'sent']);
});

test('a webhook that is gone is switched off and its page tells; a server’s fault is tried again', async () => {
  await setWebhook('10030000');
  await queueDiscord();
  discord.answers.set('10030000', { status: 500 });
  await sendDueDiscord(ctx());
  expect(await byRecipient('webhook 10030000')).toMatchObject({ state: 'waiting', tries: 1 });
  await makeDue();
  discord.answers.set('10030000', { status: 404, body: { code: 10015 } });
  await sendDueDiscord(ctx());
  expect(await byRecipient('webhook 10030000')).toMatchObject({ state: 'dropped' });
  expect((await member.get('/api/v1/notifications/preferences')).body).toMatchObject({
    discord: { gone: true },
  });
  const refused = await member.post('/api/v1/notifications/test', { channel: 'discord' });
  expect(refused).toMatchObject({ status: 409, body: { code: 'not_configured' } });
  await setWebhook('10040000');
  expect(await member.post('/api/v1/notifications/test', { channel: 'discord' })).toMatchObject({
    status: 202,
  });
});

test('near Discord’s ban no webhook is called, whoever was refused', async () => {
  await setWebhook('10050000');
  await queueDiscord();
  await ctx().db.execute(sql`
    insert into discord_refusals (minute, refused) values (date_trunc('minute', now()), 400)`);
  await sendDueDiscord(ctx());
  expect(discord.calls).toHaveLength(0);
  expect(await byRecipient('webhook 10050000')).toMatchObject({ state: 'waiting', tries: 0 });
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
  expect(await rows()).toHaveLength(0);
  const set = await admin.put('/api/v1/admin/operator-webhook', {
    url: webhook('20010000'),
    events: ['lab_closed'],
    revision: 0,
  });
  expect(set).toMatchObject({ status: 200, body: { webhook: { name: 'webhook 20010000' }, revision: 1 } });
  await tell();
  await tell();
  await inTransaction(ctx().db, (tx) => tellOperator(tx, ctx(), 'worker_lost', { workerName: 'w' }));
  await sendDueDiscord(ctx());
  expect(discord.calls).toHaveLength(1);
  const content = discord.calls[0]?.body.content ?? '';
  expect(content).not.toContain('@everyone');
  expect(content).not.toContain('](https://');
});

test('an admin tries a failed message again or discards one that waits; a secret that was erased comes not back', async () => {
  await ctx().db.execute(sql`
    insert into outbox (channel, kind, recipient, valid_until, state, ended_at, tries)
    values ('mail', 'test', 'grace@example.org', now() + interval '1 hour', 'failed', now(), 3)`);
  const { id } = await byRecipient('grace@example.org');
  const act = async (verb: string) => await admin.post(`/api/v1/admin/outbox/${id}/${verb}`, {});
  expect(OutboxMessage.parse((await act('retry')).body)).toMatchObject({ state: 'kept', tries: 0 });
  expect(await act('retry')).toMatchObject({ status: 409, body: { code: 'outbox_state_conflict' } });
  expect((await act('discard')).body).toMatchObject({ state: 'dropped' });
  expect(await act('discard')).toMatchObject({ status: 409 });
  await queueReset('gone@example.org');
  await ctx().db.execute(sql`
    update outbox set state = 'failed', ended_at = now(), secret_params = null where recipient = 'gone@example.org'`);
  const gone = await byRecipient('gone@example.org');
  expect(await admin.post(`/api/v1/admin/outbox/${gone.id}/retry`, {})).toMatchObject({ status: 409 });
});
