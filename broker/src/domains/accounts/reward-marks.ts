import { sql } from 'drizzle-orm';
import type { Tx } from '../../database/db.ts';
import { readSettingsNow } from '../settings/index.ts';
import { grantWelcome } from '../wallet/index.ts';
import { readAddress } from './email/read-address.ts';

// What stands for an address or identity after its account is gone: salted, so that nobody can be read from it. An address is
// taken without what stands behind a plus.
const marksOf = (userId: string) => sql`
  select encode(sha256(convert_to(i.reward_salt || ':' || known.text, 'UTF8')), 'hex') as mark
  from installation i, (
    select 'email:' || regexp_replace(lower(email), '\\+[^@]*@', '@') as text from users where id = ${userId}
    union
    select 'identity:' || issuer || ':' || subject from identities where user_id = ${userId} and issuer <> 'credential'
  ) known`;

/**
 * The welcome coins, unless an account that was deleted had them for the same address or identity. Not yet for an address that is not
 * verified, where the house asks for that: then they come with the verification. Asked again, it gives nothing more.
 */
export async function grantOnce(tx: Tx, userId: string): Promise<void> {
  const { members } = await readSettingsNow(tx);
  if (members.values.emailMustBeVerified && !(await readAddress(tx, userId))?.emailVerified) return;
  await tx.execute(sql`
    insert into campaign_grants (campaign_id, user_id)
    select distinct r.campaign_id, ${userId}::uuid from reward_marks r where r.mark in (${marksOf(userId)})
    on conflict do nothing`);
  await grantWelcome(tx, userId);
}

/** Before an account forgets who it was: remembers, without saying who, which rewards it had. */
export async function keepRewardMarks(tx: Tx, userId: string): Promise<void> {
  await tx.execute(sql`
    insert into reward_marks (mark, campaign_id)
    select m.mark, g.campaign_id from (${marksOf(userId)}) m, campaign_grants g where g.user_id = ${userId}
    on conflict do nothing`);
}
