import { afterAll, beforeAll, expect, test } from 'vitest';
import { inTransaction, type Tx } from '../../../database/db.ts';
import { startTestBroker, type TestBroker } from '../../../testing/test-broker.ts';
import type { TestSession } from '../../../testing/test-session.ts';
import { makeKey, withKey } from '../../api-keys/testing/key-session.ts';
import { operateRoles } from './change-roles.ts';
import { operateDisable } from './disable-member.ts';
import { operateEnable } from './enable-member.ts';
import { findMember } from './find-member.ts';
import type { OperatorAct } from './operator-act.ts';
import { operateResetTotp } from './reset-totp.ts';
import { operateSignOut } from './sign-out-member.ts';

let broker: TestBroker;
beforeAll(async () => {
  broker = await startTestBroker();
});
afterAll(() => broker.close());

async function operate<Result>(
  session: TestSession,
  act: (tx: Tx, done: OperatorAct) => Promise<Result>,
): Promise<Result> {
  const member = await findMember(broker.ctx.db, session.email.toUpperCase());
  const done = { member, actorName: 'operator', reason: 'for a test' };
  return inTransaction(broker.ctx.db, (tx) => act(tx, done));
}
const signIn = ({ email, password }: TestSession) =>
  broker.visitor().post('/api/auth/sign-in/email', { email, password });

test('an operator shuts an account, opens it, and signs its member out; each leaves a line in the audit log', async () => {
  const member = await broker.register();
  const { secret } = await makeKey(member, ['account.read']);
  const ended = await operate(member, (tx, done) => operateSignOut(tx, broker.ctx, done));
  expect(ended).toEqual({ sessions: 1, keys: 1 });
  expect((await member.get('/api/v1/me')).status).toBe(401);
  expect((await withKey(broker.visitor(), secret).get('/api/v1/me')).status).toBe(401);
  await operate(member, (tx, done) => operateDisable(tx, broker.ctx, done));
  expect((await signIn(member)).body).toMatchObject({ code: 'account_disabled' });
  await operate(member, operateEnable);
  expect((await signIn(member)).status).toBe(200);
  const { rows } = await broker.database.db.$client.query(
    `select action from audit_log where actor_name = 'operator' and target_id = (select id::text from users where email = $1)
     order by id`,
    [member.email],
  );
  expect(rows.map(({ action }: { action: string }) => action)).toEqual([
    'user.end_sessions',
    'user.disable',
    'user.enable',
  ]);
  await expect(findMember(broker.ctx.db, 'nobody@example.org')).rejects.toThrow(/No member/);
});

test('an operator switches off a second factor that was lost, and the member’s sessions end', async () => {
  const member = await broker.register();
  const { id } = await member.me();
  expect(await operate(member, (tx, done) => operateResetTotp(tx, broker.ctx, done))).toBe(false);
  await broker.database.db.$client.query(
    `insert into second_factors (user_id, secret, confirmed_at) values ($1, 'not read here', now())`,
    [id],
  );
  expect((await signIn(member)).body).toEqual({ next: 'second_factor' });
  expect(await operate(member, (tx, done) => operateResetTotp(tx, broker.ctx, done))).toBe(true);
  expect((await member.get('/api/v1/me')).status).toBe(401);
  expect((await signIn(member)).body).toEqual({ next: 'done' });
});

test('an operator makes an admin, and cannot take the last one’s role or account', async () => {
  const member = await broker.register();
  const change = (add: string[], remove: string[]) =>
    operate(member, (tx, done) => operateRoles(tx, done, { add, remove }));
  expect(await change(['admin'], [])).toEqual(['admin']);
  expect((await member.get('/api/v1/admin/users')).status).toBe(200);
  await expect(change([], ['admin'])).rejects.toMatchObject({ code: 'last_admin' });
  await expect(operate(member, (tx, done) => operateDisable(tx, broker.ctx, done))).rejects.toMatchObject({
    code: 'last_admin',
  });
  await expect(change(['nothing'], [])).rejects.toThrow(/no role nothing/);
  await broker.registerAdmin();
  expect(await change([], ['admin'])).toEqual([]);
});
