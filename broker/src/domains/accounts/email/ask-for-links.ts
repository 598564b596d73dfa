import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { inTransaction, readRows } from '../../../database/db.ts';
import { fail } from '../../../http/errors.ts';
import type { Member } from '../member.ts';
import type { SecurityContext } from '../tell-security.ts';
import { sendLink } from './send-link.ts';

const hourSeconds = 3600;

/**
 * Sends the link that verifies the account's address anew. Nothing when it is verified.
 *
 * @throws rate_limited after three within the hour
 */
export async function sendVerification(ctx: SecurityContext, member: Member): Promise<void> {
  if (member.emailVerified) return;
  const { id: userId, email } = member;
  const sent = await inTransaction(ctx.db, (tx) => sendLink(ctx, tx, { kind: 'verify', userId, email }));
  if (!sent) throw fail('rate_limited', { retryAfterSeconds: hourSeconds });
}

/**
 * Sends a link to an address that shall become the account's. Whether another account has it is not told, here or there.
 *
 * @throws rate_limited after three within the hour
 */
export async function askToChangeEmail(ctx: SecurityContext, member: Member, email: string): Promise<void> {
  const sent = await inTransaction(ctx.db, (tx) =>
    sendLink(ctx, tx, { kind: 'change', userId: member.id, email }),
  );
  if (!sent) throw fail('rate_limited', { retryAfterSeconds: hourSeconds });
}

const Known = z.object({ userId: z.uuid() });

/**
 * Sends a link to set a new password, if an account with a password, or with a verified address, has this address. Tells nobody
 * whether one has: neither by its answer nor by its time.
 */
export async function askToResetPassword(ctx: SecurityContext, email: string): Promise<void> {
  const least = new Promise((resolve) => setTimeout(resolve, leastMs));
  await inTransaction(ctx.db, async (tx) => {
    const [known] = await readRows(
      tx,
      Known,
      sql`
        select u.id as "userId" from users u
        where u.email = ${email} and u.disabled_at is null and (u.email_verified or exists (
          select 1 from identities i where i.user_id = u.id and i.issuer = 'credential' and i.password is not null
        ))`,
    );
    if (known !== undefined) await sendLink(ctx, tx, { kind: 'reset', userId: known.userId, email });
  });
  await least;
}

// Longer than writing a mail takes, which is 2 to 10 ms.
const leastMs = 150;
