import {
  bigint,
  boolean,
  doublePrecision,
  integer,
  jsonb,
  pgTable,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';

function at(name: string) {
  return timestamp(name, { withTimezone: true });
}

/** A worker's record: what it may carry comes from here, never from what it says of itself. */
export const workers = pgTable('workers', {
  id: uuid('id').primaryKey().defaultRandom(),
  poolId: uuid('pool_id').notNull(),
  name: text('name').notNull().unique(),
  publicKey: text('public_key').notNull().unique(),
  labels: text('labels').array().notNull().default([]),
  capacity: integer('capacity').notNull(),
  used: integer('used').notNull().default(0),
  state: text('state', { enum: ['active', 'draining', 'drained', 'revoked', 'locked'] })
    .notNull()
    .default('active'),
  stateReason: text('state_reason'),
  drainDeadlineAt: at('drain_deadline_at'),
  joinCounter: integer('join_counter').notNull().default(0),
  joinCounterOffered: integer('join_counter_offered'),
  helloProcess: uuid('hello_process'),
  helloChallengedMs: doublePrecision('hello_challenged_ms'),
  helloTakenAt: at('hello_taken_at'),
  bootId: uuid('boot_id'),
  reportSeq: integer('report_seq').notNull().default(0),
  sessionId: uuid('session_id'),
  connectedSince: at('connected_since'),
  lastSeenAt: at('last_seen_at'),
  wentIdleAt: at('went_idle_at').notNull().defaultNow(),
  version: text('version'),
  protocol: integer('protocol'),
  load: jsonb('load'),
  leaving: boolean('leaving').notNull().default(false),
  failures: integer('failures').notNull().default(0),
  penalisedUntil: at('penalised_until'),
  failingSince: at('failing_since'),
  failingReason: text('failing_reason'),
  probeId: uuid('probe_id'),
  probeSentAt: at('probe_sent_at'),
  probePassedAt: at('probe_passed_at'),
  enrolledAt: at('enrolled_at').notNull().defaultNow(),
});

/** What counted against a worker; a few in a short time make it failing. */
export const workerFailures = pgTable('worker_failures', {
  id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  workerId: uuid('worker_id').notNull(),
  machineId: uuid('machine_id'),
  at: at('at').notNull().defaultNow(),
  kind: text('kind', { enum: ['not_accepted', 'browser_failed', 'internal', 'lost'] }).notNull(),
});

/** A single-use right to enrol one worker; only the token's SHA-256 is kept. */
export const enrolmentTokens = pgTable('enrolment_tokens', {
  tokenHash: text('token_hash').primaryKey(),
  poolId: uuid('pool_id').notNull(),
  name: text('name').notNull(),
  capacity: integer('capacity').notNull(),
  labels: text('labels').array().notNull().default([]),
  createdBy: text('created_by').notNull(),
  createdAt: at('created_at').notNull().defaultNow(),
  expiresAt: at('expires_at').notNull(),
  usedAt: at('used_at'),
  workerId: uuid('worker_id'),
});

/** One connection of a worker, kept as history. */
export const workerSessions = pgTable('worker_sessions', {
  id: uuid('id').primaryKey(),
  workerId: uuid('worker_id').notNull(),
  bootId: uuid('boot_id').notNull(),
  address: text('address'),
  connectedAt: at('connected_at').notNull().defaultNow(),
  disconnectedAt: at('disconnected_at'),
  closeReason: text('close_reason'),
});

/** Most workers fell silent together; nothing is reassigned until `untilAt`. */
export const massOutages = pgTable('mass_outages', {
  id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  beganAt: at('began_at').notNull().defaultNow(),
  untilAt: at('until_at').notNull(),
  silent: integer('silent').notNull(),
  known: integer('known').notNull(),
});
