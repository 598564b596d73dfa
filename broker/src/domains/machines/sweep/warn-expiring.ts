import { sql } from 'drizzle-orm';
import type { BrokerContext } from '../../../context.ts';
import { warnOwners } from './warn-owners.ts';

/**
 * Writes the warnings at 10 and 2 minutes before the end, each once. After an outage only the nearer one is given, and a machine
 * that was sold for less than a warning's time gets none.
 *
 * @returns how many were warned
 */
export async function warnExpiring(ctx: Pick<BrokerContext, 'db' | 'bus'>): Promise<number> {
  return warnOwners(ctx, {
    kind: 'expiry_warning',
    due: sql`
      select m.id, w.minutes
      from machines m, lateral (
        select min(minutes) as minutes from (values (2), (10)) as known (minutes)
        where m.expires_at <= now() + minutes * interval '1 minute' and m.duration_minutes > minutes
      ) w
      where m.state = 'ready' and m.expires_at > now() and m.expires_at <= now() + interval '10 minutes'
        and w.minutes < coalesce(m.last_warning_minutes, 1000)
      order by m.expires_at`,
    mark: sql`last_warning_minutes = due.minutes`,
  });
}
