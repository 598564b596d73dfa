import { sql } from 'drizzle-orm';
import type { BrokerContext } from '../../../context.ts';
import type { Tx } from '../../../database/db.ts';
import { hashToken, newToken } from '../../../secrets/tokens.ts';
import { endSessions } from './end-sessions.ts';

export interface View {
  /** The browser session that looks. */
  viewerSessionId: string;
  viewerId: string;
  /** Through whose eyes. */
  userId: string;
  reason: string;
  forMs: number;
}

/**
 * From the commit on this browser session sees what the member sees, until it ends. The view is a session row of the member's that
 * nobody holds the token of and that shows no address: it ends with the viewer's session, with the member's, or by itself; its end is
 * written to the audit log by the database (migration 0012), whatever ended it.
 */
export async function openView(tx: Tx, ctx: Pick<BrokerContext, 'bus'>, view: View): Promise<void> {
  await endSessions(ctx, tx, sql`viewer_session_id = ${view.viewerSessionId}`);
  await tx.execute(sql`
    insert into sessions (user_id, token, expires_at, viewer_session_id, viewer_id, view_reason)
    values (${view.userId}, ${hashToken(newToken())}, now() + make_interval(secs => ${view.forMs / 1000}),
      ${view.viewerSessionId}, ${view.viewerId}, ${view.reason})`);
}
