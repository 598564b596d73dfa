import { sql } from 'drizzle-orm';
import type { BrokerContext } from '../../../context.ts';
import type { Tx } from '../../../database/db.ts';
import { queueMail } from '../../outbox/index.ts';
import { makeLink, voidLinks } from './links.ts';
import { sendLink } from './send-link.ts';

const noticeMs = 24 * 60 * 60_000;

/**
 * Keeps what was typed until its link is opened, or tells the owner of an account with this address that somebody registered again.
 * Both do the same work, so that neither answer nor time tells which it was.
 *
 * @param signUp with the password's hash
 */
export async function requestRegistration(
  ctx: Pick<BrokerContext, 'config' | 'bus' | 'secrets'>,
  tx: Tx,
  signUp: { name: string; email: string; password: string; termsRevision: number | null },
): Promise<void> {
  const { email } = signUp;
  const known = await tx.execute(sql`select 1 from users where email = ${email}`);
  const link = { kind: 'sign_up' as const, userId: null, email };
  if (known.rowCount === 0) {
    await sendLink(ctx, tx, { ...link, signUp });
    return;
  }
  if ((await makeLink(tx, { ...link, signUp })) === undefined) return;
  await voidLinks(tx, link);
  const url = new URL('/sign-in', ctx.config.http.publicUrl).href;
  await queueMail(tx, ctx, {
    kind: 'account_exists',
    userId: null,
    to: email,
    params: { url },
    validForMs: noticeMs,
  });
}
