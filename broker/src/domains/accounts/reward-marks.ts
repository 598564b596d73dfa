import { sql } from 'drizzle-orm';
import type { Tx } from '../../database/db.ts';
import { readSettingsNow } from '../settings/index.ts';
import { grantWelcome } from '../wallet/index.ts';
import { mailboxIn } from './email/mailbox.ts';
import { readAddress } from './email/read-address.ts';

/**
 * A select of `mark`: what stands for a member's address and identities after the account is gone. Salted, so that nobody can be read
 * from it. An address is taken without what stands behind a plus.
 */
export const marksOf = (userId: string) => sql`
  select encode(sha256(convert_to(i.reward_salt || ':' || known.text, 'UTF8')), 'hex') as mark
  from installation i, (
    select 'email:' || ${mailboxIn(sql`lower(email)`)} as text from users where id = ${userId}
    union
    select 'identity:' || issuer || ':' || subject from identities where user_id = ${userId} and issuer <> 'credential'
  ) known`;

/**
 * The welcome coins, unless an account had them for the same letter box or identity: another one, one that is gone, or one that this
 * identity was unlinked from. Not yet for an address that is not verified, where the house asks for that: then they come with the
 * verification. Asked again, it gives nothing more.
 */
export async function grantOnce(tx: Tx, userId: string): Promise<void> {
  const { members } = await readSettingsNow(tx);
  if (members.values.emailMustBeVerified && !(await readAddress(tx, userId))?.emailVerified) return;
  // Two that come for the same letter box at once follow one another.
  await tx.execute(sql`
    select pg_advisory_xact_lock(hashtextextended('reward ' || m.mark, 0)) from (${marksOf(userId)} order by mark) m`);
  await tx.execute(sql`
    insert into campaign_grants (campaign_id, user_id)
    select distinct r.campaign_id, ${userId}::uuid from reward_marks r where r.mark in (${marksOf(userId)})
    on conflict do nothing`);
  await grantWelcome(tx, userId);
  await keepRewardMarks(tx, userId);
}

/**
 * Remembers, without saying who, for which addresses and identities an account had its rewards. Needed with the grant, and whenever an
 * identity is linked: it may be unlinked and come again alone.
 */
export async function keepRewardMarks(tx: Tx, userId: string): Promise<void> {
  await tx.execute(sql`
    insert into reward_marks (mark, campaign_id)
    select m.mark, g.campaign_id from (${marksOf(userId)}) m, campaign_grants g where g.user_id = ${userId}
    order by m.mark on conflict do nothing`);
}
