import { sql } from 'drizzle-orm';

/** How long before an idle machine `m` ends its owner is warned, in ms: five minutes, or half of a shorter limit. */
export const idleWarningMs = sql`least(300000, m.idle_minutes * 30000)`;
