import { OutboxMessage, OutboxMessageDetail, OutboxPage } from '@coinslot/shared/http/admin-outbox.ts';
import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { endOverdueMessages, sendDueMail } from './index.ts';
import { readOutboxMessage } from './page/read-outbox-message.ts';
import { openOutboxWorld, type OutboxWorld, secretUrl } from './testing/outbox-world.ts';
import { openSmtpStandIn, type SmtpStandIn } from './testing/smtp-stand-in.ts';

let smtp: SmtpStandIn;
let world: OutboxWorld;
beforeAll(async () => {
  world = await openOutboxWorld();
});
beforeEach(async () => {
  smtp = await openSmtpStandIn();
  await world.clear();
});
afterEach(async () => {
  await world.admin.delete('/api/v1/admin/mail');
  await smtp.close();
});
afterAll(() => world.close());

const ctx = () => world.broker.ctx;

async function configureMail(changes: object = {}) {
  const { revision } = z
    .object({ revision: z.int() })
    .parse((await world.admin.get('/api/v1/admin/mail')).body);
  const answer = await world.admin.put('/api/v1/admin/mail', {
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

const detailOf = async (id: string) =>
  OutboxMessageDetail.parse((await world.admin.get(`/api/v1/admin/outbox/${id}`)).body);

test('without a mail server mail is kept where a developer can read it; with one its secret is nobody’s to read', async () => {
  await world.queueReset('grace@example.org');
  expect(await sendDueMail(ctx())).toBe(0);
  expect((await world.admin.get('/api/v1/admin/outbox')).body).toMatchObject({
    mailConfigured: false,
    counts: { waiting: 0, kept: 1, failed: 0 },
    items: [{ state: 'kept', kind: 'reset_password', recipient: 'grace@example.org', userName: 'Grace' }],
  });
  const [kept] = await world.rows();
  const id = kept?.id ?? '';
  expect(kept?.secret).not.toContain('secret-token');
  expect(await detailOf(id)).toMatchObject({ hidden: null, body: expect.stringContaining(secretUrl) });
  await configureMail();
  expect(await detailOf(id)).toMatchObject({ state: 'waiting', hidden: 'secret', body: null });
  await sendDueMail(ctx());
  expect(await detailOf(id)).toMatchObject({ state: 'sent', hidden: 'erased', body: null });
  expect(await world.byRecipient('grace@example.org')).toMatchObject({ secret: null });
});

test('in production not even a kept mail shows its secret', async () => {
  await world.queueReset('grace@example.org');

  const [kept] = await world.rows();
  const production = { ...ctx(), config: { ...ctx().config, production: true } };
  const { id: readerId } = await world.admin.me();
  expect(await readOutboxMessage(production, readerId, kept?.id ?? '')).toMatchObject({
    state: 'kept',
    hidden: 'secret',
    body: null,
  });
});

test('a mail is text and HTML that say the same, and two brokers at once send each one time', async () => {
  await configureMail();
  const addresses = Array.from({ length: 12 }, (_, at) => `m${at}@example.org`);
  await Promise.all(addresses.map(world.queueReset));
  await Promise.all([sendDueMail(ctx()), sendDueMail(ctx())]);
  expect(smtp.mails.map(({ to }) => to).toSorted()).toEqual(addresses.toSorted());
  const [first] = smtp.mails;
  const { id } = await world.byRecipient(first?.to ?? '');
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
  for (const to of ['slow', 'gone', 'full', 'good', 'fine']) await world.queueReset(`${to}@example.org`);
  const round = sendDueMail(ctx());
  await expect.poll(() => smtp.mails.length).toBe(2);
  release();
  await round;
  expect(smtp.mails.map(({ to }) => to).toSorted()).toEqual(
    ['fine', 'good', 'slow'].map((to) => `${to}@example.org`),
  );
  expect(await world.byRecipient('gone@example.org')).toMatchObject({
    state: 'failed',
    tries: 1,
    secret: null,
  });
  const full = await world.byRecipient('full@example.org');
  expect(full).toMatchObject({ state: 'waiting', tries: 1, error: expect.stringContaining('452') });
  expect(full.waitSeconds).toBeGreaterThan(20);
  for (const tries of [2, 3]) {
    await world.makeDue();
    await sendDueMail(ctx());
    expect(await world.byRecipient('full@example.org')).toMatchObject({ tries });
  }
  expect(await world.byRecipient('full@example.org')).toMatchObject({ state: 'failed' });
  await world.makeDue();
  await sendDueMail(ctx());
  expect(smtp.asked.filter((to) => to === 'full@example.org')).toHaveLength(3);
});

test('a server that does not encrypt, a wrong sender or no server at all is no message’s fault', async () => {
  await configureMail({ security: 'starttls', user: 'coins', password: 'smtp-password' });
  await world.queueReset('grace@example.org');
  await sendDueMail(ctx());
  expect(smtp.mails).toHaveLength(0);
  expect(await world.byRecipient('grace@example.org')).toMatchObject({ state: 'waiting', tries: 1 });
  await configureMail({ port: 1 });
  await world.makeDue();
  await sendDueMail(ctx());
  const refused = { error: 'Nothing listens at 127.0.0.1:1: check both.' };
  expect(await world.byRecipient('grace@example.org')).toMatchObject({
    state: 'waiting',
    tries: 2,
    ...refused,
  });
  const shown = async () => OutboxPage.parse((await world.admin.get('/api/v1/admin/outbox')).body).items[0];
  expect(await shown()).toMatchObject({ state: 'waiting', nextTryAt: expect.any(String) });
  await world.admin.delete('/api/v1/admin/mail');
  expect(await shown()).toMatchObject({ state: 'kept', nextTryAt: null });
  await configureMail({ port: 1 });
  expect(await world.admin.post('/api/v1/admin/mail/test', { to: 'ada@example.org' })).toMatchObject({
    status: 200,
    body: { ok: false },
  });
  await configureMail();
  await world.makeDue();
  await sendDueMail(ctx());
  expect(await world.byRecipient('grace@example.org')).toMatchObject({ state: 'sent' });
  expect(await world.admin.post('/api/v1/admin/mail/test', { to: 'ada@example.org' })).toMatchObject({
    body: { ok: true },
  });
  expect(smtp.mails.map(({ to }) => to)).toEqual(['grace@example.org', 'ada@example.org']);
});

test('a message whose sender died is sent after a while, one that always kills its sender is given up, a late one is dropped', async () => {
  await configureMail();
  for (const to of ['dying', 'deadly', 'late', 'held']) await world.queueReset(`${to}@example.org`);
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
  expect(await world.byRecipient('deadly@example.org')).toMatchObject({ state: 'failed', secret: null });
  expect(await world.byRecipient('late@example.org')).toMatchObject({ state: 'dropped', secret: null });
  expect(await world.byRecipient('held@example.org')).toMatchObject({ state: 'waiting' });
});

test('nothing is sent where nobody can live, and a name adds no header', async () => {
  await configureMail();
  await world.queueReset(`${crypto.randomUUID()}@no-email.invalid`);
  expect(await world.rows()).toHaveLength(0);
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
  const stale = await world.admin.put('/api/v1/admin/mail', {
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

test('an admin tries a failed message again or discards one that waits; a secret that was erased comes not back', async () => {
  await ctx().db.execute(sql`
    insert into outbox (channel, kind, recipient, valid_until, state, ended_at, tries)
    values ('mail', 'test', 'grace@example.org', now() + interval '1 hour', 'failed', now(), 3)`);
  const { id } = await world.byRecipient('grace@example.org');
  const act = async (verb: string) => await world.admin.post(`/api/v1/admin/outbox/${id}/${verb}`, {});
  expect((await world.admin.get(`/api/v1/admin/outbox/${id}`)).body).toMatchObject({ retryable: true });
  expect(OutboxMessage.parse((await act('retry')).body)).toMatchObject({ state: 'kept', tries: 0 });
  expect(await act('retry')).toMatchObject({ status: 409, body: { code: 'outbox_state_conflict' } });
  expect((await act('discard')).body).toMatchObject({ state: 'dropped' });
  expect(await act('discard')).toMatchObject({ status: 409 });
  await world.queueReset('gone@example.org');
  await ctx().db.execute(sql`
    update outbox set state = 'failed', ended_at = now(), secret_params = null where recipient = 'gone@example.org'`);
  const gone = await world.byRecipient('gone@example.org');
  expect((await world.admin.get(`/api/v1/admin/outbox/${gone.id}`)).body).toMatchObject({ retryable: false });
  expect(await world.admin.post(`/api/v1/admin/outbox/${gone.id}/retry`, {})).toMatchObject({ status: 409 });
});
