import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { constraintOf, inSavepoint, readRows, type Tx } from '../../database/db.ts';
import { fail } from '../../http/errors.ts';
import { openWallet } from '../wallet/index.ts';
import { grantOnce } from './reward-marks.ts';

export interface NewMember {
  name: string;
  /** In small letters. */
  email: string;
  emailVerified: boolean;
  /** By what the member comes in. `credential` takes a password's hash; its subject is then the member's own id. */
  identity: { issuer: 'credential'; password: string } | { issuer: string; subject: string };
  /** The terms that were accepted; null where there are none. */
  termsRevision: number | null;
}

/**
 * Member, identity, wallet and welcome coins, together or not at all.
 *
 * @throws email_taken when an account has this address; already_linked when one has this identity
 */
export async function registerMember(tx: Tx, member: NewMember): Promise<{ id: string }> {
  const { id } = await inSavepoint(tx, (inner) => insertMember(inner, member)).catch((error: unknown) => {
    const constraint = constraintOf(error);
    if (constraint === 'users_email_key') throw fail('email_taken');
    if (constraint === 'identities_issuer_subject_key') throw fail('already_linked');
    throw error;
  });
  await openWallet(tx, id);
  await grantOnce(tx, id);
  return { id };
}

const Inserted = z.object({ id: z.uuid() });

async function insertMember(tx: Tx, member: NewMember): Promise<{ id: string }> {
  const { name, email, emailVerified, identity, termsRevision } = member;
  const [user] = await readRows(
    tx,
    Inserted,
    sql`
      insert into users (name, email, email_verified, terms_revision, terms_accepted_at)
      values (${name}, ${email}, ${emailVerified}, ${termsRevision}::integer,
        case when ${termsRevision}::integer is null then null else now() end)
      returning id`,
  );
  const { id } = Inserted.parse(user);
  const password = 'password' in identity ? identity.password : null;
  const subject = 'subject' in identity ? identity.subject : id;
  await tx.execute(sql`
    insert into identities (user_id, issuer, subject, password)
    values (${id}, ${identity.issuer}, ${subject}, ${password})`);
  return { id };
}
