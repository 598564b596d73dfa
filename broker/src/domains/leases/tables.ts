import { integer, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';

/** A machine's claim on one worker slot and one seat; the epoch is its fencing token. Open while `releasedAt` is null. */
export const leases = pgTable('leases', {
  id: uuid('id').primaryKey().defaultRandom(),
  machineId: uuid('machine_id').notNull(),
  workerId: uuid('worker_id').notNull(),
  seatId: uuid('seat_id').notNull(),
  epoch: integer('epoch').notNull(),
  bootId: uuid('boot_id'),
  grantedAt: timestamp('granted_at', { withTimezone: true }).notNull().defaultNow(),
  acknowledgedAt: timestamp('acknowledged_at', { withTimezone: true }),
  expiresAt: timestamp('expires_at', { withTimezone: true }).notNull(),
  releasedAt: timestamp('released_at', { withTimezone: true }),
  releaseReason: text('release_reason'),
});
