import type { Product } from '@coinslot/shared/http/products.ts';
import { bigint, boolean, integer, jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';

/** A group of workers; `labels` are what its workers must carry. */
export const pools = pgTable('pools', {
  id: uuid('id').primaryKey().defaultRandom(),
  name: text('name').notNull().unique(),
  labels: text('labels').array().notNull().default([]),
  description: text('description').notNull().default(''),
  revision: integer('revision').notNull().default(1),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
});

/** What is on sale. `stockUsed` counts the machines that are not final while `stock` limits them, else nothing. */
export const products = pgTable('products', {
  id: uuid('id').primaryKey().defaultRandom(),
  name: text('name').notNull(),
  description: text('description').notNull().default(''),
  poolId: uuid('pool_id').notNull(),
  labId: uuid('lab_id').notNull(),
  template: text('template').notNull(),
  durationMinutes: integer('duration_minutes').notNull(),
  price: bigint('price', { mode: 'number' }).notNull(),
  attributes: jsonb('attributes').$type<Partial<Product['attributes']>>().notNull().default({}),
  onSale: boolean('on_sale').notNull().default(true),
  refundsUnusedOnStop: boolean('refunds_unused_on_stop').notNull().default(false),
  stock: integer('stock'),
  stockUsed: integer('stock_used').notNull().default(0),
  perMemberMax: integer('per_member_max'),
  extensionMinutes: integer('extension_minutes'),
  extensionPrice: bigint('extension_price', { mode: 'number' }),
  maxLifeMinutes: integer('max_life_minutes'),
  idleMinutes: integer('idle_minutes'),
  archivedAt: timestamp('archived_at', { withTimezone: true }),
  revision: integer('revision').notNull().default(1),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
});
