import { viewAsMinutesMax } from '@coinslot/shared/http/view-as.ts';
import { saidSentences } from '@coinslot/shared/said-sentences.ts';
import { sql } from 'drizzle-orm';
import type { BrokerContext } from '../../context.ts';
import type { Tx } from '../../database/db.ts';
import { fail } from '../../http/errors.ts';
import { endSessions, type Member, openView } from '../accounts/index.ts';
import { type AdminAct, writeAudit } from '../audit/index.ts';
import { lockUserBelow } from '../roles/index.ts';

/**
 * Lets the admin's browser session see what a member of lower rank sees, for half an hour at most.
 *
 * @throws not_found, not_on_yourself, rank_too_low, account_disabled, forbidden
 */
export async function startView(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus'>,
  act: AdminAct,
  { userId, viewerSessionId, reason }: { userId: string; viewerSessionId: string; reason: string },
): Promise<void> {
  const user = await lockUserBelow(tx, act, { userId, permission: 'admin.users.view_as' });
  if (user.disabled) throw fail('account_disabled', { detail: saidSentences.account_shows_nothing });
  const forMs = viewAsMinutesMax * 60_000;
  await openView(tx, ctx, { viewerSessionId, viewerId: act.actor.id ?? '', userId, reason, forMs });
  await writeAudit(tx, {
    ...act,
    action: 'user.view_as',
    targetKind: 'user',
    targetId: userId,
    reason,
    after: { minutesAtMost: viewAsMinutesMax },
  });
}

/** Gives the browser session its own eyes back; well done also when it has them. The database writes the end down (migration 0012). */
export async function endView(tx: Tx, ctx: Pick<BrokerContext, 'bus'>, member: Member): Promise<void> {
  if (member.viewer === null) return;
  await endSessions(ctx, tx, sql`id = ${member.sessionId} and viewer_session_id is not null`);
}
