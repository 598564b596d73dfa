import type { BrokerContext } from '../../../context.ts';
import type { Tx } from '../../../database/db.ts';
import { queueMail } from '../../outbox/index.ts';
import { type LinkKind, linkLifeMs, makeLink, type NewLink } from './links.ts';

const mails = {
  sign_up: { kind: 'verify_email', page: '/verify-email' },
  verify: { kind: 'verify_email', page: '/verify-email' },
  change: { kind: 'confirm_new_email', page: '/verify-email' },
  reset: { kind: 'reset_password', page: '/reset-password' },
} as const satisfies Record<LinkKind, { kind: string; page: string }>;

/**
 * Makes a link and puts its mail into the outbox, in the caller's transaction. False when three were sent there within the hour. The
 * page behind it posts the token when its button is pressed, so that a mail scanner that opens the link uses nothing up.
 */
export async function sendLink(
  ctx: Pick<BrokerContext, 'config' | 'bus' | 'secrets'>,
  tx: Tx,
  link: NewLink,
): Promise<boolean> {
  const token = await makeLink(tx, link);
  if (token === undefined) return false;
  const { kind, page } = mails[link.kind];
  const url = new URL(page, ctx.config.http.publicUrl);
  url.searchParams.set('token', token);
  // The page asks for the password at once.
  if (link.kind === 'sign_up') url.searchParams.set('for', 'registration');
  await queueMail(tx, ctx, {
    kind,
    userId: link.userId,
    to: link.email,
    params: { url: url.href },
    validForMs: linkLifeMs[link.kind],
  });
  return true;
}
