import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../context.ts';
import { type Db, readRows, type Tx } from '../../database/db.ts';
import { endSessionsOf, lockUser } from '../accounts/index.ts';
import { revokeKeysOf } from '../api-keys/index.ts';
import { writeAudit } from '../audit/index.ts';
import { requireAnotherAdmin } from '../roles/index.ts';
import { shutAccount, openAccount } from './shut-account.ts';

/** A member as the operator names and sees them. */
export interface KnownMember {
  id: string;
  name: string;
  email: string;
}

/** What the operator does to a member on the server's own terminal, where no rank counts: who has it has the database. */
export interface OperatorAct {
  member: KnownMember;
  actorName: string;
  reason: string;
}

const Known = z.object({ id: z.uuid(), name: z.string(), email: z.string() });

/** By e-mail address or id. Throws a sentence when there is none. */
export async function findMember(db: Db, who: string): Promise<KnownMember> {
  const [member] = await readRows(
    db,
    Known,
    sql`
      select id, name, email from users
      where (email = ${who.trim().toLowerCase()} or id::text = ${who.trim().toLowerCase()}) and deleted_at is null`,
  );
  if (member === undefined) throw new Error(`No member has the e-mail address or id ${who}.`);
  return member;
}

/** Shuts the account; its sessions end, and a running broker ends its machines within seconds. @throws last_admin */
export async function operateDisable(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus' | 'secrets'>,
  act: OperatorAct,
): Promise<void> {
  const { member, actorName, reason } = act;
  const endedSessions = await shutAccount(tx, ctx, { userId: member.id, by: actorName, reason });
  await audit(tx, act, 'user.disable', { disabled: true, endedSessions });
}

/** Opens the account again. Throws a sentence for one whose member has asked for its deletion. */
export async function operateEnable(tx: Tx, act: OperatorAct): Promise<void> {
  if (!(await openAccount(tx, act.member.id))) {
    throw new Error('The member has asked for this account to be deleted.');
  }
  await audit(tx, act, 'user.enable', { disabled: false });
}

/** Switches the second factor off, for who lost phone and recovery codes, and ends all sessions. False when there was none. */
export async function operateResetTotp(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus'>,
  act: OperatorAct,
): Promise<boolean> {
  const removed = await tx.execute(sql`delete from second_factors where user_id = ${act.member.id}`);
  if (removed.rowCount !== 1) return false;
  await endSessionsOf(ctx, tx, { userId: act.member.id });
  await audit(tx, act, 'user.reset_second_factor', { secondFactor: false });
  return true;
}

/** Ends all sessions and revokes all API keys. Returns how many of each. */
export async function operateSignOut(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus'>,
  act: OperatorAct,
): Promise<{ sessions: number; keys: number }> {
  const { id: userId } = act.member;
  const sessions = await endSessionsOf(ctx, tx, { userId });
  const keys = await revokeKeysOf(tx, ctx, { userId, actor: { id: null, name: act.actorName } });
  await audit(tx, act, 'user.end_sessions', { endedSessions: sessions, revokedKeys: keys });
  return { sessions, keys };
}

/**
 * Gives and takes roles; returns those that the member then has.
 *
 * @throws last_admin; a sentence for a role that does not exist
 */
export async function operateRoles(
  tx: Tx,
  act: OperatorAct,
  { add, remove }: { add: readonly string[]; remove: readonly string[] },
): Promise<string[]> {
  const { id } = act.member;
  const known = await readNames(tx, sql`select name from roles`);
  const unknown = [...add, ...remove].find((name) => !known.includes(name));
  if (unknown !== undefined) throw new Error(`There is no role ${unknown}. There are: ${known.join(', ')}.`);
  if (remove.includes('admin')) await requireAnotherAdmin(tx, id);
  await lockUser(tx, id);
  await tx.execute(sql`
    insert into user_roles (user_id, role_name)
    select ${id}::uuid, unnest(${sql.param([...add])}::text[]) on conflict do nothing`);
  await tx.execute(sql`
    delete from user_roles where user_id = ${id} and role_name = any(${sql.param([...remove])}::text[])`);
  const roles = await readNames(tx, sql`select role_name as name from user_roles where user_id = ${id}`);
  if (add.length + remove.length > 0) await audit(tx, act, 'user.set_roles', { roles });
  return roles;
}

async function readNames(tx: Tx, query: ReturnType<typeof sql>): Promise<string[]> {
  const rows = await readRows(tx, z.object({ name: z.string() }), query);
  return rows.map(({ name }) => name).toSorted();
}

async function audit(tx: Tx, act: OperatorAct, action: string, after: unknown): Promise<void> {
  const { member, actorName, reason } = act;
  await writeAudit(tx, {
    actor: { id: null, name: actorName },
    action,
    targetKind: 'user',
    targetId: member.id,
    reason,
    after,
  });
}
