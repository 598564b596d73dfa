import { sql } from 'drizzle-orm';
import type { TestBroker } from '../../../testing/test-broker.ts';
import type { TestSession } from '../../../testing/test-session.ts';

/** The member's sessions were confirmed an hour ago: none is fresh. */
export async function makeStale({ ctx }: TestBroker, member: TestSession): Promise<void> {
  await ctx.db.execute(sql`
    update sessions s set confirmed_at = now() - interval '1 hour'
    from users u where u.id = s.user_id and u.email = ${member.email}`);
}
