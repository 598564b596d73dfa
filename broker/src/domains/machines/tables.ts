import type { LogSource } from '@coinslot/shared/live-events/log-line.ts';
import type { EndReason } from '@coinslot/shared/states/end-reason.ts';
import type { LabSessionState } from '@coinslot/shared/states/lab-session.ts';
import type { ExtensionState, RestartState } from '@coinslot/shared/states/machine-order.ts';
import type { MachinePurpose, MachineState } from '@coinslot/shared/states/machine.ts';
import type { ProvisionFailure } from '@coinslot/shared/states/provision-failure.ts';
import type { ProvisionStep, ProvisionStepState } from '@coinslot/shared/states/provision-step.ts';
import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';

/** One purchase's machine, from request to end. The database refuses every move that machine_state_moves does not list. */
export const machines = pgTable('machines', {
  id: uuid('id').primaryKey(),
  purpose: text('purpose').$type<MachinePurpose>().notNull().default('sale'),
  ownerId: uuid('owner_id'),
  productId: uuid('product_id'),
  namedSeatId: uuid('named_seat_id'),
  poolId: uuid('pool_id').notNull(),
  labId: uuid('lab_id').notNull(),
  name: text('name').notNull(),
  template: text('template').notNull(),
  durationMinutes: integer('duration_minutes').notNull(),
  price: bigint('price', { mode: 'number' }).notNull(),
  refundsUnusedOnStop: boolean('refunds_unused_on_stop').notNull().default(false),
  state: text('state').$type<MachineState>().notNull().default('queued'),
  endReason: text('end_reason').$type<EndReason>(),
  endFailure: text('end_failure').$type<ProvisionFailure>(),
  endDetail: text('end_detail'),
  epoch: integer('epoch').notNull().default(0),
  attempt: integer('attempt').notNull().default(1),
  triedWorkerIds: uuid('tried_worker_ids')
    .array()
    .notNull()
    .default(sql`'{}'`),
  notBefore: timestamp('not_before', { withTimezone: true }),
  seatId: uuid('seat_id'),
  lastEventN: integer('last_event_n').notNull().default(0),
  logBytes: bigint('log_bytes', { mode: 'number' }).notNull().default(0),
  logCapped: boolean('log_capped').notNull().default(false),
  lastWarningMinutes: integer('last_warning_minutes'),
  requestedAt: timestamp('requested_at', { withTimezone: true }).notNull().defaultNow(),
  queuedAt: timestamp('queued_at', { withTimezone: true }).notNull().defaultNow(),
  queueDeadlineAt: timestamp('queue_deadline_at', { withTimezone: true }).notNull(),
  assignedAt: timestamp('assigned_at', { withTimezone: true }),
  provisionDeadlineAt: timestamp('provision_deadline_at', { withTimezone: true }),
  readyAt: timestamp('ready_at', { withTimezone: true }),
  expiresAt: timestamp('expires_at', { withTimezone: true }),
  stoppingAt: timestamp('stopping_at', { withTimezone: true }),
  endedAt: timestamp('ended_at', { withTimezone: true }),
  needsOperatorUntil: timestamp('needs_operator_until', { withTimezone: true }),
  needsOperatorStep: text('needs_operator_step').$type<ProvisionStep>(),
  needsOperatorFailure: text('needs_operator_failure').$type<ProvisionFailure>(),
  needsOperatorMessage: text('needs_operator_message'),
  operatorPaused: boolean('operator_paused').notNull().default(false),
  operatorHandedBack: integer('operator_handed_back').notNull().default(0),
  operatorWaited: boolean('operator_waited').notNull().default(false),
  degradedSince: timestamp('degraded_since', { withTimezone: true }),
  degradedUntil: timestamp('degraded_until', { withTimezone: true }),
  extensionMinutes: integer('extension_minutes'),
  extensionPrice: bigint('extension_price', { mode: 'number' }),
  maxLifeMinutes: integer('max_life_minutes'),
  idleMinutes: integer('idle_minutes'),
  autoExtend: boolean('auto_extend').notNull().default(false),
  autoExtendStopped: text('auto_extend_stopped'),
  idleSince: timestamp('idle_since', { withTimezone: true }),
  idleWarned: boolean('idle_warned').notNull().default(false),
  usedAt: timestamp('used_at', { withTimezone: true }),
  healthEpoch: integer('health_epoch'),
  healthN: integer('health_n'),
  healthCheckedAt: timestamp('health_checked_at', { withTimezone: true }),
  healthOk: boolean('health_ok'),
  healthFailures: integer('health_failures').notNull().default(0),
  toldWaitFromMs: bigint('told_wait_from_ms', { mode: 'number' }),
  toldWaitToMs: bigint('told_wait_to_ms', { mode: 'number' }),
});

/** Time bought for a ready machine: pending while the lab is asked, then applied, or refused and paid back. */
export const machineExtensions = pgTable('machine_extensions', {
  id: uuid('id').primaryKey(),
  machineId: uuid('machine_id').notNull(),
  chargeId: uuid('charge_id').notNull().unique(),
  minutes: integer('minutes').notNull(),
  automatic: boolean('automatic').notNull(),
  state: text('state').$type<ExtensionState>().notNull().default('pending'),
  detail: text('detail'),
  requestedAt: timestamp('requested_at', { withTimezone: true }).notNull().defaultNow(),
  deadlineAt: timestamp('deadline_at', { withTimezone: true }).notNull(),
  decidedAt: timestamp('decided_at', { withTimezone: true }),
});

/** A restart of a ready machine: its ways in are closed while it is pending. */
export const machineRestarts = pgTable('machine_restarts', {
  id: uuid('id').primaryKey(),
  machineId: uuid('machine_id').notNull(),
  requestedBy: text('requested_by').notNull(),
  state: text('state').$type<RestartState>().notNull().default('pending'),
  detail: text('detail'),
  requestedAt: timestamp('requested_at', { withTimezone: true }).notNull().defaultNow(),
  deadlineAt: timestamp('deadline_at', { withTimezone: true }).notNull(),
  decidedAt: timestamp('decided_at', { withTimezone: true }),
});

/** Checks of a ready machine's way in. */
export const machineHealth = pgTable(
  'machine_health',
  {
    machineId: uuid('machine_id').notNull(),
    at: timestamp('at', { withTimezone: true }).notNull(),
    ok: boolean('ok').notNull(),
    latencyMs: integer('latency_ms'),
    detail: text('detail'),
  },
  (table) => [primaryKey({ columns: [table.machineId, table.at] })],
);

/** How many machines of one product a member has that are not final: for the product's own limit. */
export const memberProductUsage = pgTable(
  'member_product_usage',
  {
    userId: uuid('user_id').notNull(),
    productId: uuid('product_id').notNull(),
    activeMachines: integer('active_machines').notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.userId, table.productId] })],
);

export const machineStateMoves = pgTable(
  'machine_state_moves',
  { fromState: text('from_state').notNull(), toState: text('to_state').notNull() },
  (table) => [primaryKey({ columns: [table.fromState, table.toState] })],
);

/** How many machines of a member are not final: the limit is a conditional update of this row. */
export const memberUsage = pgTable('member_usage', {
  userId: uuid('user_id').primaryKey(),
  activeMachines: integer('active_machines').notNull().default(0),
});

export const machineEvents = pgTable(
  'machine_events',
  {
    machineId: uuid('machine_id').notNull(),
    n: integer('n').notNull(),
    at: timestamp('at', { withTimezone: true }).notNull().defaultNow(),
    kind: text('kind').notNull(),
    data: jsonb('data').$type<Record<string, unknown>>().notNull().default({}),
  },
  (table) => [primaryKey({ columns: [table.machineId, table.n] })],
);

export const machineSteps = pgTable(
  'machine_steps',
  {
    machineId: uuid('machine_id').notNull(),
    attempt: integer('attempt').notNull(),
    step: text('step').$type<ProvisionStep>().notNull(),
    epoch: integer('epoch').notNull(),
    state: text('state').$type<ProvisionStepState>().notNull(),
    failure: text('failure').$type<ProvisionFailure>(),
    startedAt: timestamp('started_at', { withTimezone: true }).notNull().defaultNow(),
    finishedAt: timestamp('finished_at', { withTimezone: true }),
  },
  (table) => [primaryKey({ columns: [table.machineId, table.attempt, table.step] })],
);

export const machineLogs = pgTable(
  'machine_logs',
  {
    machineId: uuid('machine_id').notNull(),
    epoch: integer('epoch').notNull(),
    seq: integer('seq').notNull(),
    at: timestamp('at', { withTimezone: true }).notNull(),
    source: text('source').$type<LogSource>().notNull(),
    text: text('text').notNull(),
  },
  (table) => [primaryKey({ columns: [table.machineId, table.epoch, table.seq] })],
);

/** A way in. `secret` (the password) and `privateKey` are encrypted with the context `endpoint:<machine id>` and wiped when it is closed. */
export const endpoints = pgTable('endpoints', {
  id: uuid('id').primaryKey().defaultRandom(),
  machineId: uuid('machine_id').notNull(),
  epoch: integer('epoch').notNull(),
  kind: text('kind', { enum: ['ssh', 'rdp', 'vnc', 'http'] }).notNull(),
  tunnel: text('tunnel', { enum: ['direct', 'cloudflared', 'quick', 'gateway'] }).notNull(),
  reach: text('reach', { enum: ['anywhere', 'worker'] }).notNull(),
  host: text('host').notNull(),
  port: integer('port').notNull(),
  username: text('username').notNull(),
  secret: text('secret'),
  privateKey: text('private_key'),
  hostKeyFingerprint: text('host_key_fingerprint').notNull(),
  knownHostsLine: text('known_hosts_line'),
  verifiedAt: timestamp('verified_at', { withTimezone: true }).notNull().defaultNow(),
  closedAt: timestamp('closed_at', { withTimezone: true }),
});

/** What the lab runs for a machine; at most one that is not ended per machine. */
export const labSessions = pgTable('lab_sessions', {
  id: uuid('id').primaryKey(),
  machineId: uuid('machine_id').notNull(),
  labId: uuid('lab_id').notNull(),
  seatId: uuid('seat_id').notNull(),
  epoch: integer('epoch').notNull(),
  tag: text('tag').notNull().unique(),
  labRef: text('lab_ref'),
  state: text('state').$type<LabSessionState>().notNull().default('intended'),
  intendedAt: timestamp('intended_at', { withTimezone: true }).notNull().defaultNow(),
  startedAt: timestamp('started_at', { withTimezone: true }),
  liveAt: timestamp('live_at', { withTimezone: true }),
  labEndsAt: timestamp('lab_ends_at', { withTimezone: true }),
  endingAt: timestamp('ending_at', { withTimezone: true }),
  endedAt: timestamp('ended_at', { withTimezone: true }),
  endedHow: text('ended_how', { enum: ['confirmed', 'not_found', 'written_off'] }),
  endFailure: text('end_failure').$type<ProvisionFailure>(),
  endFailingSince: timestamp('end_failing_since', { withTimezone: true }),
  endAskedAt: timestamp('end_asked_at', { withTimezone: true }),
});

export const labSessionStateMoves = pgTable(
  'lab_session_state_moves',
  { fromState: text('from_state').notNull(), toState: text('to_state').notNull() },
  (table) => [primaryKey({ columns: [table.fromState, table.toState] })],
);
