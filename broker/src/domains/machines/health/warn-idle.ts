import { sql } from 'drizzle-orm';
import type { BrokerContext } from '../../../context.ts';
import { warnOwners } from '../sweep/warn-owners.ts';
import { idleEndsAt, isUsable } from './idle-end.ts';
import { idleWarningMs } from './idle-warning.ts';

/** Warns the owners of machines that nobody uses shortly before they end, each once until somebody uses it again. Answers how many. */
export async function warnIdle(ctx: Pick<BrokerContext, 'db' | 'bus'>): Promise<number> {
  return warnOwners(ctx, {
    kind: 'idle_warning',
    due: sql`
      select m.id, ceil(extract(epoch from ${idleEndsAt} - now()) / 60) as minutes
      from machines m
      where m.state = 'ready' and m.idle_since is not null and not m.idle_warned
        and ${idleEndsAt} > now()
        and ${idleEndsAt} <= now() + ${idleWarningMs} * interval '1 millisecond'
        and ${isUsable}
      order by m.idle_since`,
    mark: sql`idle_warned = true`,
  });
}
