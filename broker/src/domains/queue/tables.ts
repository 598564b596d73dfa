import { pgTable, primaryKey, timestamp, uuid } from 'drizzle-orm/pg-core';

/** When a member (or, for machines without an owner, a product) was last given a machine of this pool and lab. */
export const queueTurns = pgTable(
  'queue_turns',
  {
    takerId: uuid('taker_id').notNull(),
    poolId: uuid('pool_id').notNull(),
    labId: uuid('lab_id').notNull(),
    lastGrantedAt: timestamp('last_granted_at', { withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.poolId, table.labId, table.takerId] })],
);
