import { AccountExport } from '@coinslot/shared/http/account-data.ts';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEndOfDisabled } from '../../loops/end-of-disabled.ts';
import type { TestSession } from '../../testing/test-session.ts';
import { type MachineWorld, openMachineWorld } from '../machines/testing/machine-world.ts';
import { verifyLedger } from '../wallet/index.ts';
import { exportedTables, notExported } from './export-account.ts';
import { finishDeletions } from './finish-deletions.ts';

let world: MachineWorld;
let productId: string;
beforeAll(async () => {
  world = await openMachineWorld();
  productId = await world.makeProduct(10);
});
afterAll(() => world.close());

const remove = (member: TestSession, typed = member.email) =>
  member.post('/api/v1/account/deletion', { typed });

test('the preview counts what would go, and only the own address or name, typed, begins it', async () => {
  const member = await world.broker.register('Ada Lovelace');
  await world.buy(member, productId);
  expect((await member.get('/api/v1/account/deletion')).body).toMatchObject({
    coinsLost: { earned: 40, bought: 0, held: 10 },
    machinesRunning: [],
    machinesWaiting: 1,
    sessionsEnded: 1,
    identitiesRemoved: [],
    blockedBy: [],
    typeOneOf: [member.email, 'Ada Lovelace'],
  });
  expect(await remove(member, 'somebody else')).toMatchObject({
    status: 400,
    body: { fields: { '/typed': expect.any(String) } },
  });
  expect((await member.get('/api/v1/me')).status).toBe(200);
});

test('a deleted member is gone: no sign-in, no name or address anywhere, coins with the house, books right', async () => {
  const name = 'Zephyrine Quux';
  const member = await world.broker.register(name);
  const machine = await world.buy(member, productId);
  const { id } = await member.me();
  await member.post('/api/v1/account/password', { current: member.password, next: 'another password' });
  await member.post('/api/v1/account/email/verification');
  expect((await remove(member)).status).toBe(202);
  expect((await member.get('/api/v1/me')).status).toBe(401);
  const { email } = member;
  const again = await world.broker
    .visitor()
    .post('/api/auth/sign-in/email', { email, password: 'another password' });
  expect(again).toMatchObject({ status: 403, body: { code: 'account_disabled' } });

  // Not before what was bought has ended and its coins are back.
  expect(await finishDeletions(world.broker.ctx)).toBe(0);
  await createEndOfDisabled(world.broker.ctx)();
  expect(await Promise.all([finishDeletions(world.broker.ctx), finishDeletions(world.broker.ctx)])).toSatisfy(
    (counts: number[]) => counts.reduce((sum, count) => sum + count) === 1,
  );
  expect(
    await world.rows(sql`select name, email, deleted_at is not null as deleted from users where id = ${id}`),
  ).toEqual([{ name: 'Deleted member', email: expect.stringMatching(/@deleted\.invalid$/), deleted: true }]);
  expect(
    await world.rows(sql`select available_earned, held_earned from wallets where user_id = ${id}`),
  ).toEqual([{ available_earned: 0, held_earned: 0 }]);
  expect(
    await world.rows(sql`select state, end_reason from machines where id = ${machine.id}`),
  ).toMatchObject([{ end_reason: 'account_disabled' }]);
  expect((await verifyLedger(world.broker.ctx.db)).imbalanceCoins).toBe(0);
  expect(await findText([name, email])).toEqual([]);
});

test('an admin who goes leaves no name at what they signed, nor what stood in the outbox and links for their address', async () => {
  const name = 'Quillon Vex';
  await world.broker.registerAdmin('Stays');
  const [leaver, other] = [await world.broker.registerAdmin(name), await world.broker.register()];
  const { id: otherId } = await other.me();
  const { email } = leaver;
  const done = [
    await leaver.post('/api/v1/admin/vouchers', {
      name: 'Kept',
      coins: 1,
      codes: { kind: 'generated', count: 1 },
      totalUses: 1,
      usesPerMember: 1,
    }),
    await leaver.post('/api/v1/admin/announcements', { title: 'Kept', markdown: 'a text' }),
    await leaver.post(`/api/v1/admin/users/${otherId}/notes`, { text: 'kept' }),
    await leaver.post(`/api/v1/admin/users/${otherId}/disable`, { reason: 'kept' }),
    await leaver.put('/api/v1/admin/settings/privacy', { values: { markdown: '# Kept' }, revision: 0 }),
    await leaver.post(`/api/v1/admin/labs/${world.labId}/canaries`, { template: 'kept' }),
    await leaver.post('/api/v1/api-keys', {
      name: `${name}’s laptop`,
      scopes: ['account.read'],
      expiresInDays: 1,
    }),
  ];
  expect(done.map(({ status, body }) => (status < 300 ? 'ok' : body))).toEqual(done.map(() => 'ok'));
  // As a sign-up and a linked identity leave them.
  await world.rows(sql`
    insert into outbox (channel, kind, recipient, valid_until, state, ended_at)
    values ('mail', 'verify_email', ${email.toUpperCase()}, now() + interval '1 hour', 'sent', now())`);
  await world.rows(sql`
    insert into email_links (token_hash, kind, email, sign_up_name, sign_up_password, expires_at)
    values ('hash of a link', 'sign_up', ${email}, ${name}, 'hash of a password', now() + interval '1 day')`);
  const { id } = await leaver.me();
  await world.rows(sql`
    insert into audit_log (actor_id, actor_name, action, target_kind, target_id, after)
    values (${id}, ${name}, 'identity.link', 'user', ${id}, ${JSON.stringify({ provider: 'discord', name })}::jsonb)`);
  expect((await remove(leaver)).status).toBe(202);
  expect(await finishDeletions(world.broker.ctx)).toBe(1);
  expect(await findText([name, email, email.toUpperCase()])).toEqual([]);
  expect(
    await world.rows(sql`
      select author_name from user_notes union all select created_by from vouchers union all select disabled_by from users
      where id = ${otherId}`),
  ).toEqual(Array.from({ length: 3 }, () => ({ author_name: 'Deleted member' })));
  // What they did to others stays readable.
  const [edit] = await world.rows(sql`
    select after ->> 'markdown' as markdown from audit_log where actor_id = ${id} and action = 'settings.edit'`);
  expect(edit).toEqual({ markdown: '# Kept' });
});

test('a deletion that breaks in the middle leaves everything as it was, holds up no other, and is finished later', async () => {
  const [broken, other] = [await world.broker.register('Broken'), await world.broker.register()];
  const { id } = await broken.me();
  await remove(broken);
  await remove(other);
  await world.rows(sql`
    create function refuse_audit() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$`);
  await world.rows(sql`
    create trigger refuse_audit before update on audit_log for each row when (new.actor_id = ${sql.raw(`'${id}'`)})
    execute function refuse_audit()`);
  expect(await finishDeletions(world.broker.ctx)).toBe(1);
  const state = () =>
    world.rows(sql`
      select u.name, w.available_earned as coins, (select count(*)::int from identities i where i.user_id = u.id) as identities
      from users u join wallets w on w.user_id = u.id where u.id = ${id}`);
  expect(await state()).toEqual([{ name: 'Broken', coins: 50, identities: 1 }]);
  await world.rows(sql`drop trigger refuse_audit on audit_log`);
  expect(await finishDeletions(world.broker.ctx)).toBe(1);
  expect(await state()).toEqual([{ name: 'Deleted member', coins: 0, identities: 0 }]);
});

test('whoever deletes an account and comes again with the same address gets no second gift', async () => {
  const member = await world.broker.register();
  await remove(member);
  await finishDeletions(world.broker.ctx);
  const again = world.broker.visitor();
  await again.signUp('Again', member.email);
  expect((await again.me()).wallet.availableEarned).toBe(0);
  const plus = world.broker.visitor();
  await plus.signUp('Again', member.email.replace('@', '+again@'));
  expect((await plus.me()).wallet.availableEarned).toBe(0);
  const other = await world.broker.register();
  expect((await other.me()).wallet.availableEarned).toBe(50);
});

test('whoever deletes an account and comes again redeems a once-only voucher no second time', async () => {
  const admin = await world.broker.registerAdmin('Giver');
  const draft = { name: 'Once', coins: 7, totalUses: 9, usesPerMember: 1 };
  const codes = { kind: 'chosen', code: 'ONCE-ONLY-1' };
  expect((await admin.post('/api/v1/admin/vouchers', { ...draft, codes })).status).toBe(201);
  const redeem = (member: TestSession) => member.post('/api/v1/vouchers/redeem', { code: codes.code });
  const [member, other] = [await world.broker.register(), await world.broker.register()];
  expect((await redeem(member)).status).toBe(200);
  await remove(member);
  await finishDeletions(world.broker.ctx);
  for (const email of [member.email, member.email.replace('@', '+again@')]) {
    const again = world.broker.visitor();
    await again.signUp('Again', email);
    expect(await redeem(again)).toMatchObject({ status: 409, body: { code: 'voucher_already_redeemed' } });
  }
  expect((await redeem(other)).status).toBe(200);
});

test('the last admin cannot go, also when two go at once', async () => {
  await world.rows(sql`delete from user_roles`);
  const [one, two] = [await world.broker.registerAdmin('One'), await world.broker.registerAdmin('Two')];
  const answers = await Promise.all([remove(one), remove(two)]);
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([202, 409]);
  const stays = answers[0]?.status === 409 ? one : two;
  expect((await stays.get('/api/v1/account/deletion')).body).toMatchObject({ blockedBy: ['last_admin'] });
});

test('an audit line may forget who it was about, and change in nothing else', async () => {
  const update = (set: ReturnType<typeof sql>) => world.rows(sql`update audit_log set ${set}`);
  await expect(update(sql`reason = 'nothing'`)).rejects.toThrow();
  await expect(update(sql`actor_name = 'Deleted member', address = null`)).rejects.toThrow();
  await expect(world.rows(sql`delete from audit_log`)).rejects.toThrow();
});

test('the copy of the data has everything of the member, nothing of others, and no secret', async () => {
  const member = await world.broker.register('Ada');
  const other = await world.broker.register('Somebody Else');
  await world.buy(member, productId);
  await world.buy(other, productId);
  const { id } = await member.me();
  const admin = await world.broker.registerAdmin('Root');
  await world.rows(sql`
    insert into transfers (from_account, to_account, to_user_id, class, amount, kind, reference, actor)
    select 'issued', 'available', ${id}::uuid, 'earned', 1, 'admin_grant', 'export:' || n, 'test' from generate_series(1, 1200) n`);
  await admin.post(`/api/v1/admin/wallets/${id}/adjustments`, {
    coins: 1,
    class: 'earned',
    reason: 'a gift',
  });
  await world.rows(sql`
    insert into machine_logs (machine_id, epoch, seq, at, source, text)
    select id, 1, 1, now(), 'worker', 'a line' from machines where owner_id = ${id}`);
  await world.rows(sql`
    insert into outbox (channel, kind, user_id, recipient, valid_until) values ('mail', 'test', ${id}, 'ada@example.org', now())`);
  const answer = await member.get('/api/v1/account/export');
  expect(answer.headers.get('content-disposition')).toContain('attachment');
  const copy = AccountExport.parse(answer.body);
  const size = (part: string) => (copy[part] as unknown[]).length;
  expect(copy.profile).toMatchObject({ id, name: 'Ada', email: member.email });
  expect([size('identities'), size('sessions'), size('machines')]).toEqual([1, 1, 1]);
  expect(size('transfers')).toBe(1203);
  expect(size('machineEvents')).toBeGreaterThan(0);
  expect([size('charges'), size('machineLogs'), size('knownBrowsers'), size('messages')]).toEqual([
    1, 1, 1, 2,
  ]);
  expect(copy.profile).toMatchObject({ lowBalance: null, discord: null, discordWebhook: null });
  expect(copy.auditLines).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ action: 'wallet.adjust', reason: 'a gift', byMe: false, address: null }),
      expect.objectContaining({ action: 'account.export', byMe: true }),
    ]),
  );
  const text = JSON.stringify(copy);
  expect(text).not.toMatch(/Somebody Else|Root/);
  const secrets = await world.rows(sql`
    select password as secret from identities where user_id = ${id} union all select token from sessions where user_id = ${id}`);
  for (const { secret } of secrets) expect(text).not.toContain(secret);
});

test('every table that belongs to a member is in the copy, or is said not to be', async () => {
  const tables = await world.rows(sql`
    select distinct conrelid::regclass::text as name from pg_constraint
    where contype = 'f' and confrelid = 'users'::regclass and confdeltype = 'c'`);
  const known: string[] = [...exportedTables, ...Object.keys(notExported)];
  expect(tables.map(({ name }) => String(name)).toSorted()).toEqual(known.toSorted());
});

/** Every table that holds one of these texts. */
async function findText(texts: string[]): Promise<unknown[]> {
  const tables = await world.rows(sql`
    select c.relname as name from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'`);
  const found = await Promise.all(
    tables.map(async ({ name }) => {
      const table = sql.identifier(String(name));
      const rows = await world.rows(sql`
        select 1 as hit from ${table} t
        where exists (select 1 from unnest(${sql.param(texts)}::text[]) x where position(x in t::text) > 0) limit 1`);
      return rows.length > 0 ? [name] : [];
    }),
  );
  return found.flat();
}
