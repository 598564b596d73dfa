import { bigint, integer, pgTable, primaryKey, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core';

const at = (name: string) => timestamp(name, { withTimezone: true });
const coins = (name: string) => bigint(name, { mode: 'number' });
const balance = (name: string) => coins(name).notNull().default(0);

export const wallets = pgTable('wallets', {
  userId: uuid('user_id').primaryKey(),
  availableEarned: balance('available_earned'),
  availableBought: balance('available_bought'),
  heldEarned: balance('held_earned'),
  heldBought: balance('held_bought'),
  frozen: balance('frozen'),
  owed: balance('owed'),
  createdAt: at('created_at').notNull().defaultNow(),
  updatedAt: at('updated_at').notNull().defaultNow(),
});

export const transfers = pgTable(
  'transfers',
  {
    id: coins('id').generatedAlwaysAsIdentity().primaryKey(),
    fromAccount: text('from_account').notNull(),
    fromUserId: uuid('from_user_id'),
    toAccount: text('to_account').notNull(),
    toUserId: uuid('to_user_id'),
    class: text('class').notNull(),
    amount: coins('amount').notNull(),
    kind: text('kind').notNull(),
    reference: text('reference').notNull(),
    actor: text('actor').notNull(),
    reason: text('reason'),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (table) => [unique().on(table.kind, table.reference, table.class)],
);

export const campaigns = pgTable('campaigns', {
  id: uuid('id').primaryKey().defaultRandom(),
  name: text('name').notNull(),
  trigger: text('trigger').notNull(),
  coins: coins('coins').notNull(),
  maxGrants: integer('max_grants').notNull(),
  granted: integer('granted').notNull().default(0),
  startsAt: at('starts_at').notNull().defaultNow(),
  endsAt: at('ends_at'),
  createdAt: at('created_at').notNull().defaultNow(),
});

export const campaignGrants = pgTable(
  'campaign_grants',
  {
    campaignId: uuid('campaign_id').notNull(),
    userId: uuid('user_id').notNull(),
    grantedAt: at('granted_at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.campaignId, table.userId] })],
);

export const charges = pgTable('charges', {
  id: uuid('id').primaryKey().defaultRandom(),
  machineId: uuid('machine_id').notNull(),
  userId: uuid('user_id').notNull(),
  kind: text('kind').notNull(),
  price: coins('price').notNull(),
  fromEarned: coins('from_earned').notNull(),
  fromBought: coins('from_bought').notNull(),
  refundedEarned: coins('refunded_earned').notNull().default(0),
  refundedBought: coins('refunded_bought').notNull().default(0),
  state: text('state').notNull().default('held'),
  createdAt: at('created_at').notNull().defaultNow(),
  endedAt: at('ended_at'),
});
