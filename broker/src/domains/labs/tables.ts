import type { ProvisionFailure } from '@coinslot/shared/states/provision-failure.ts';
import type { Tunnel, TunnelPlace } from '@coinslot/shared/states/tunnel.ts';
import { bigint, boolean, customType, integer, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';

const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' });

/** `[from, to)` in minutes of the week, 0 = Monday 00:00; Postgres joins what touches. */
const minuteRanges = customType<{ data: [number, number][]; driverData: string }>({
  dataType: () => 'int4multirange',
  toDriver: (ranges) => `{${ranges.map(([from, to]) => `[${from},${to})`).join(',')}}`,
  fromDriver: parseMinuteRanges,
});

/** Postgres' text of a multirange, as pairs. */
export function parseMinuteRanges(text: string): [number, number][] {
  return [...text.matchAll(/\[(\d+),(\d+)\)/g)].map(([, from, to]) => [Number(from), Number(to)]);
}

/** A place that lends machines, its permission record, its kill switch and its breaker. */
export const labs = pgTable('labs', {
  id: uuid('id').primaryKey().defaultRandom(),
  name: text('name').notNull().unique(),
  driver: text('driver', { enum: ['console', 'api'] }).notNull(),
  recipe: text('recipe').notNull(),
  baseUrl: text('base_url').notNull(),
  listLagMs: integer('list_lag_ms').notNull().default(60_000),
  permissionKind: text('permission_kind', {
    enum: ['own_installation', 'contract', 'written_consent', 'official_api'],
  }),
  permissionNote: text('permission_note'),
  permissionConfirmedBy: text('permission_confirmed_by'),
  permissionConfirmedAt: timestamp('permission_confirmed_at', { withTimezone: true }),
  disabledAt: timestamp('disabled_at', { withTimezone: true }),
  disabledReason: text('disabled_reason'),
  breakerOpenedAt: timestamp('breaker_opened_at', { withTimezone: true }),
  breakerReason: text('breaker_reason'),
  tunnel: text('tunnel').$type<Tunnel>().notNull().default('direct'),
  tunnelPlace: text('tunnel_place').$type<TunnelPlace>().notNull().default('worker'),
  stealth: boolean('stealth').notNull().default(false),
  operatorWaitMinutes: integer('operator_wait_minutes').notNull().default(0),
  canaryEveryMinutes: integer('canary_every_minutes'),
  canaryTemplate: text('canary_template'),
  breakerTriesAgainAt: timestamp('breaker_tries_again_at', { withTimezone: true }),
  breakerTrials: integer('breaker_trials').notNull().default(0),
  disabledBy: text('disabled_by'),
  endsMachines: boolean('ends_machines').notNull().default(false),
  revision: integer('revision').notNull().default(1),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
});

/** One account of the operator's at a lab. `secret` is encrypted with the context `seat:<id>`, `cookies` with `seat-cookies:<id>`. */
export const seats = pgTable('seats', {
  id: uuid('id').primaryKey().defaultRandom(),
  labId: uuid('lab_id').notNull(),
  username: text('username').notNull(),
  secret: text('secret').notNull(),
  maxConcurrent: integer('max_concurrent').notNull().default(1),
  inUse: integer('in_use').notNull().default(0),
  uses: integer('uses').notNull().default(0),
  maxUses: integer('max_uses'),
  cooldownMs: integer('cooldown_ms').notNull().default(0),
  cooldownUntil: timestamp('cooldown_until', { withTimezone: true }),
  disabledAt: timestamp('disabled_at', { withTimezone: true }),
  disabledReason: text('disabled_reason'),
  disabledBy: text('disabled_by'),
  note: text('note').notNull().default(''),
  maxMinutes: integer('max_minutes'),
  timeZone: text('time_zone').notNull().default('UTC'),
  openMinutes: minuteRanges('open_minutes').notNull().default([]),
  secretChangedAt: timestamp('secret_changed_at', { withTimezone: true }).notNull().defaultNow(),
  breakerOpenedAt: timestamp('breaker_opened_at', { withTimezone: true }),
  breakerReason: text('breaker_reason'),
  breakerTriesAgainAt: timestamp('breaker_tries_again_at', { withTimezone: true }),
  breakerTrials: integer('breaker_trials').notNull().default(0),
  workedAt: timestamp('worked_at', { withTimezone: true }),
  lastCanaryAt: timestamp('last_canary_at', { withTimezone: true }),
  cookies: text('cookies'),
  revision: integer('revision').notNull().default(1),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
});

/** Failures that speak against a lab or one of its seats, for their breakers. */
export const labFailures = pgTable('lab_failures', {
  id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  labId: uuid('lab_id').notNull(),
  seatId: uuid('seat_id').notNull(),
  failure: text('failure').$type<ProvisionFailure>().notNull(),
  byCanary: boolean('by_canary').notNull(),
  at: timestamp('at', { withTimezone: true }).notNull().defaultNow(),
});

/** What a worker kept of a failure, already redacted. */
export const evidence = pgTable('evidence', {
  id: uuid('id').primaryKey(),
  machineId: uuid('machine_id').notNull(),
  epoch: integer('epoch').notNull(),
  takenAt: timestamp('taken_at', { withTimezone: true }).notNull(),
  step: text('step'),
  failure: text('failure'),
  message: text('message').notNull(),
  url: text('url').notNull(),
  title: text('title').notNull(),
  screenshot: bytea('screenshot'),
  dom: text('dom').notNull(),
  console: text('console').array().notNull().default([]),
  network: text('network').array().notNull().default([]),
  stepLog: text('step_log').array().notNull().default([]),
  expiresAt: timestamp('expires_at', { withTimezone: true }).notNull(),
});
