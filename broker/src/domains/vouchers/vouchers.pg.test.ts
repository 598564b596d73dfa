import { randomUUID } from 'node:crypto';
import { Voucher } from '@coinslot/shared/http/admin-vouchers.ts';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { readRows } from '../../database/db.ts';
import { startTestBroker, type TestBroker } from '../../testing/test-broker.ts';
import type { TestSession } from '../../testing/test-session.ts';
import { verifyLedger } from '../wallet/index.ts';

let broker: TestBroker;
let admin: TestSession;
let members: TestSession[];
beforeAll(async () => {
  broker = await startTestBroker();
  admin = await broker.registerAdmin('Ada');
  members = [];
  // Ten at once: of more than twenty that wait for their password's hash the broker sends some away.
  while (members.length < 50) {
    const more = Array.from({ length: 10 }, (_, at) => broker.register(`Member ${members.length + at}`));
    members.push(...(await Promise.all(more)));
  }
});
afterAll(() => broker.close());

const draft = {
  name: 'Spring',
  coins: 7,
  codes: { kind: 'chosen', code: 'SPRING-24' },
  totalUses: 10,
  usesPerMember: 1,
};
let made = 0;

async function makeVoucher(changes: object = {}): Promise<{ voucher: Voucher; code: string }> {
  made += 1;
  const code = `SPRING-${made}-CODE`;
  const answer = await admin.post('/api/v1/admin/vouchers', {
    ...draft,
    codes: { kind: 'chosen', code },
    ...changes,
  });
  expect(answer.status).toBe(201);
  return { voucher: Voucher.parse(answer.body), code };
}

const redeem = (member: TestSession, code: string) => member.post('/api/v1/vouchers/redeem', { code });

function tally(answers: readonly { status: number; body: unknown }[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status, body } of answers) {
    const key = status === 200 ? 'given' : z.object({ code: z.string() }).parse(body).code;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

async function givenBy(voucherId: string) {
  const [row] = await readRows(
    broker.ctx.db,
    z.object({ redemptions: z.int(), uses: z.int(), coins: z.int() }),
    sql`
      select (select count(*) from voucher_redemptions where voucher_id = ${voucherId}) as redemptions,
        (select sum(uses) from voucher_codes where voucher_id = ${voucherId})::int as uses,
        (select coalesce(sum(t.amount), 0) from transfers t join voucher_redemptions r on r.id::text = t.reference
          where t.kind = 'voucher' and r.voucher_id = ${voucherId})::int as coins`,
  );
  return row;
}

const one = () => members[0] ?? admin;

test('of fifty members who redeem one code at once exactly as many get coins as it has uses', async () => {
  const { voucher, code } = await makeVoucher();
  const answers = await Promise.all(members.map((member) => redeem(member, code)));
  expect(tally(answers)).toEqual({ given: 10, voucher_used_up: 40 });
  expect(await givenBy(voucher.id)).toEqual({ redemptions: 10, uses: 10, coins: 70 });
  expect((await admin.get(`/api/v1/admin/vouchers/${voucher.id}`)).body).toMatchObject({
    state: 'used_up',
    redemptions: 10,
    coinsGiven: 70,
  });
  expect(await verifyLedger(broker.ctx.db)).toMatchObject({ imbalanceCoins: 0 });
});

test('of fifty tries of one member at once as many count as one member may, over all codes of the voucher', async () => {
  const { voucher, code } = await makeVoucher({ totalUses: 100, usesPerMember: 3 });
  const answers = await Promise.all(Array.from({ length: 50 }, () => redeem(one(), code)));
  expect(tally(answers)).toEqual({ given: 3, voucher_already_redeemed: 47 });
  expect(await givenBy(voucher.id)).toEqual({ redemptions: 3, uses: 3, coins: 21 });

  const many = await makeVoucher({ codes: { kind: 'generated', count: 3 }, totalUses: 1 });
  const csv = String((await admin.get(`/api/v1/admin/vouchers/${many.voucher.id}/codes`)).body);
  const codes = csv
    .trim()
    .split('\r\n')
    .slice(1)
    .map((line) => line.split(',')[0] ?? '');
  expect(new Set(codes).size).toBe(3);
  const tried = await Promise.all(codes.map((each) => redeem(one(), each)));
  expect(tally(tried)).toEqual({ given: 1, voucher_already_redeemed: 2 });
});

test('a request that is repeated with its key gives its coins once and gets the same answer', async () => {
  const { voucher, code } = await makeVoucher({ usesPerMember: 5 });
  const idempotencyKey = randomUUID();
  const send = () => one().post('/api/v1/vouchers/redeem', { code }, { idempotencyKey });
  const [first, ...rest] = await Promise.all(Array.from({ length: 5 }, send));
  expect(first).toMatchObject({ status: 200, body: { coins: 7, voucherName: 'Spring' } });
  for (const answer of rest) expect(answer.body).toEqual(first?.body);
  expect(await givenBy(voucher.id)).toMatchObject({ redemptions: 1 });
  expect((await one().get('/api/v1/wallet/transfers')).body).toMatchObject({
    items: expect.arrayContaining([
      expect.objectContaining({ kind: 'voucher', campaignName: 'Spring', class: 'earned', amount: 7 }),
    ]),
  });
  expect((await one().get('/api/v1/notifications')).body).toMatchObject({
    items: expect.arrayContaining([
      expect.objectContaining({ kind: 'voucher', params: { voucherName: 'Spring', coins: 7 } }),
    ]),
  });
});

test('a code counts however it is typed, and says why it gives nothing', async () => {
  const { voucher } = await makeVoucher({
    codes: { kind: 'chosen', code: 'hello Lil oo' },
    usesPerMember: 9,
  });
  expect(await redeem(one(), ' he110–111 00 ')).toMatchObject({ status: 200 });
  const edit = async (changes: object) => {
    const { revision } = Voucher.parse((await admin.get(`/api/v1/admin/vouchers/${voucher.id}`)).body);
    const present = { name: 'Spring', note: '', startsAt: null, expiresAt: null, disabled: false, revision };
    return await admin.put(`/api/v1/admin/vouchers/${voucher.id}`, { ...present, ...changes });
  };
  const refusalOf = async () => tally([await redeem(one(), 'HELLO-LIL-OO')]);
  const over = { ...draft, codes: { kind: 'generated', count: 1 }, expiresAt: '2020-01-01T00:00:00.000Z' };
  expect((await admin.post('/api/v1/admin/vouchers', over)).body).toMatchObject({
    fields: { '/expiresAt': 'is over already' },
  });
  expect(await edit({ expiresAt: '2026-01-01T00:00:00.000Z' })).toMatchObject({ body: { state: 'expired' } });
  expect(await refusalOf()).toEqual({ voucher_expired: 1 });
  expect(await edit({ startsAt: '2099-01-01T00:00:00.000Z' })).toMatchObject({
    body: { state: 'scheduled' },
  });
  expect(await refusalOf()).toEqual({ voucher_not_started: 1 });
  expect(await edit({ disabled: true })).toMatchObject({
    body: { state: 'disabled', disabled: { by: 'Ada' } },
  });
  expect(await refusalOf()).toEqual({ voucher_disabled: 1 });
  expect(await edit({ revision: 1 })).toMatchObject({ status: 409, body: { code: 'edited_meanwhile' } });
  expect(await edit({})).toMatchObject({ body: { state: 'open' } });
  expect(await refusalOf()).toEqual({ given: 1 });
});

test('a code that exists is not made again, and no code stands readable in the database or the log', async () => {
  const { voucher, code } = await makeVoucher();
  const again = await admin.post('/api/v1/admin/vouchers', {
    ...draft,
    codes: { kind: 'chosen', code: code.toLowerCase().replaceAll('-', ' ') },
  });
  expect(again).toMatchObject({
    status: 409,
    body: { code: 'name_taken', fields: { '/codes/code': expect.any(String) } },
  });
  expect((await admin.get(`/api/v1/admin/vouchers/${voucher.id}/codes`)).body).toBe(
    `code,uses,total_uses\r\n${code},0,10\r\n`,
  );
  const stored = await broker.ctx.db.execute(sql`
    select c::text as row from voucher_codes c union all select a::text from audit_log a
    union all select i::text from idempotency_keys i`);
  expect(JSON.stringify(stored.rows)).not.toMatch(new RegExp(`${code}|${code.replaceAll('-', '')}`, 'i'));
  const acts = await broker.ctx.db.execute(sql`
    select action from audit_log where target_id = ${voucher.id} order by id`);
  expect(acts.rows).toEqual([{ action: 'voucher.create' }, { action: 'voucher.export' }]);
});

test('whoever types too many wrong codes is refused for a while, also with a right one; others are not', async () => {
  const { code } = await makeVoucher();
  const [, guesser = admin, other = admin] = members.slice(-3);
  const earlier = { code: (await makeVoucher()).code };
  const give = () => guesser.post('/api/v1/vouchers/redeem', earlier, { idempotencyKey: 'lost-on-the-way' });
  const given = await give();
  expect(given.status).toBe(200);
  const tries = await Promise.all(Array.from({ length: 40 }, (_, at) => redeem(guesser, `WRONG-${at}`)));
  // All at once, and no more of them were looked up than may be wrong.
  expect(tally(tries)).toEqual({ voucher_unknown: 10, rate_limited: 30 });
  expect(await redeem(guesser, code)).toMatchObject({ status: 429, body: { code: 'rate_limited' } });
  // Whose answer was lost on the way still gets it.
  expect(await give()).toMatchObject({ status: 200, body: given.body });
  expect(await redeem(other, code)).toMatchObject({ status: 200 });
  await broker.ctx.db.execute(sql`update voucher_guesses set since = now() - interval '11 minutes'`);
  expect(await redeem(guesser, code)).toMatchObject({ status: 200 });
});

test('the ledger’s check finds a redemption without its coins', async () => {
  await makeVoucher();
  await broker.ctx.db.execute(sql`
    insert into voucher_redemptions (voucher_id, code_id, user_id, n, coins)
    select c.voucher_id, c.id, u.id, 1000, 5 from voucher_codes c, users u limit 1`);
  expect(await verifyLedger(broker.ctx.db)).toMatchObject({
    imbalanceCoins: 5,
    differences: [{ kind: 'voucher', what: 'given', expected: 5, found: 0 }],
  });
});
