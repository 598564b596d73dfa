import { index, integer, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';

const at = (name: string) => timestamp(name, { withTimezone: true });

export const apiKeys = pgTable(
  'api_keys',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    userId: uuid('user_id').notNull(),
    name: text('name').notNull(),
    prefix: text('prefix').notNull(),
    secretHash: text('secret_hash').notNull().unique(),
    scopes: text('scopes').array().notNull(),
    createdAt: at('created_at').notNull().defaultNow(),
    expiresAt: at('expires_at').notNull(),
    lastUsedAt: at('last_used_at'),
    lastUsedAddress: text('last_used_address'),
    revokedAt: at('revoked_at'),
    endedReason: text('ended_reason'),
  },
  (table) => [index('api_keys_of_user').on(table.userId, table.createdAt.desc())],
);

export const deviceGrants = pgTable('device_grants', {
  id: uuid('id').primaryKey().defaultRandom(),
  deviceCodeHash: text('device_code_hash').notNull().unique(),
  userCode: text('user_code').notNull().unique(),
  host: text('host').notNull(),
  scopes: text('scopes').array().notNull(),
  keyDays: integer('key_days').notNull(),
  state: text('state').notNull().default('pending'),
  requestedFrom: text('requested_from').notNull(),
  requestedAt: at('requested_at').notNull().defaultNow(),
  expiresAt: at('expires_at').notNull(),
  intervalSeconds: integer('interval_seconds').notNull(),
  askedAt: at('asked_at'),
  decidedBy: uuid('decided_by'),
  decidedAt: at('decided_at'),
});
