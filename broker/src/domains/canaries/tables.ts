import { pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';

/** Who asked for a canary, of which seat. What became of it stands in its machine's row. */
export const canaries = pgTable('canaries', {
  id: uuid('id').primaryKey(),
  machineId: uuid('machine_id').notNull().unique(),
  labId: uuid('lab_id').notNull(),
  seatId: uuid('seat_id').notNull(),
  askedBy: text('asked_by').notNull(),
  askedAt: timestamp('asked_at', { withTimezone: true }).notNull().defaultNow(),
});
