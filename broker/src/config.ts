import { isIP } from 'node:net';
import path from 'node:path';
import { z } from 'zod';
import { accessEnvironment, toAccessConfig } from './config-access.ts';
import { backupsEnvironment, toBackupsConfig } from './config-backups.ts';
import { messagesEnvironment, toMessagesConfig } from './config-messages.ts';
import { readConfigProblems } from './config-problems.ts';
import { reconcilerEnvironment, toReconcilerConfig } from './config-reconciler.ts';
import { readSecretFiles } from './config-secret-files.ts';
import { signInEnvironment, toSignInConfig } from './config-sign-in.ts';
import { toTunnelsConfig, tunnelsEnvironment } from './config-tunnels.ts';
import { commaList, count, duration } from './config-values.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** Every setting of the broker, by the name of its environment variable. docs/configuration.md explains each. */
export const BrokerEnvironment = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test']).default('development'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  COINSLOT_DATA_DIR: z.string().min(1).default('.coinslot'),
  COINSLOT_SECRET_KEY: commaList(z.string().transform(toKey)),
  COINSLOT_AUTH_SECRET: z.string().min(32, 'must have 32 characters or more').optional(),
  COINSLOT_METRICS_TOKEN: z.string().min(16, 'must have 16 characters or more').optional(),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  BROKER_DATABASE_POOL_SIZE: count(10, 1, 200),
  BROKER_LISTEN: z.string().min(1).default('127.0.0.1'),
  BROKER_PORT: count(8080, 0, 65_535),
  BROKER_PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  BROKER_WEB_DIR: z.string().min(1).optional(),
  BROKER_TRUSTED_PROXIES: commaList(
    z.string().refine(isNetwork, 'must be addresses or networks (10.0.0.0/8)'),
  ),
  BROKER_SHUTDOWN_GRACE_MS: duration(10_000),

  BROKER_SESSION_IDLE_MS: duration(7 * dayMs),
  BROKER_SESSION_MAX_AGE_MS: duration(30 * dayMs),
  BROKER_SETUP_CODE_TTL_MS: duration(dayMs),
  BROKER_RATE_LIMIT_PER_MINUTE: count(600, 1),
  BROKER_KEY_RATE_LIMIT_PER_MINUTE: count(300, 1),
  BROKER_IDEMPOTENCY_RETENTION_DAYS: count(30, 1),
  BROKER_SIGN_IN_TRIES_PER_5_MINUTES: count(10, 1),
  BROKER_SIGN_INS_PER_MINUTE: count(60, 1),
  BROKER_SIGN_UPS_PER_HOUR: count(100, 1),

  ...signInEnvironment,
  ...messagesEnvironment,
  ...tunnelsEnvironment,
  ...reconcilerEnvironment,
  ...accessEnvironment,
  ...backupsEnvironment,

  BROKER_ACTIVE_MACHINES_MAX: count(2, 0),
  BROKER_QUEUE_LENGTH_MAX: count(200, 0),
  BROKER_QUEUE_DEADLINE_MS: duration(15 * minuteMs),
  BROKER_PROVISION_DEADLINE_MS: duration(15 * minuteMs),
  BROKER_STOPPING_DEADLINE_MS: duration(30_000),
  BROKER_ADOPTION_DEADLINE_MS: duration(5 * minuteMs),
  BROKER_PAGE_FAULT_LEASES_MAX: count(2, 1),
  BROKER_WORKER_LOST_RETRIES_MAX: count(3, 0),

  BROKER_BREAKER_FAILURES_MAX: count(3, 1),
  BROKER_BREAKER_LAB_FAILURES_MAX: count(5, 2),
  BROKER_BREAKER_WINDOW_MS: duration(30 * minuteMs),
  BROKER_BREAKER_REST_MS: duration(5 * minuteMs),
  BROKER_BREAKER_REST_MAX_MS: duration(60 * minuteMs),
  BROKER_CANARY_RETENTION_DAYS: count(14, 1),

  BROKER_EXTENSION_MARGIN_MS: duration(10_000),
  BROKER_EXTENSION_DEADLINE_MS: duration(120_000),
  BROKER_EXTENSION_EXPIRY_WAIT_MS: duration(30_000, 0),
  BROKER_AUTO_EXTEND_BEFORE_MS: duration(5 * minuteMs),
  BROKER_RESTART_DEADLINE_MS: duration(5 * minuteMs),
  BROKER_RESTART_PAUSE_MS: duration(30_000, 0),
  BROKER_HEALTH_INTERVAL_MS: duration(30_000),
  BROKER_HEALTH_FAILURES_MAX: count(3, 1),
  BROKER_DEGRADED_DEADLINE_MS: duration(10 * minuteMs),
  BROKER_HEALTH_RETENTION_DAYS: count(7, 1),

  BROKER_HEARTBEAT_INTERVAL_MS: duration(10_000),
  BROKER_SUSPECT_AFTER_MS: duration(25_000),
  BROKER_FENCE_AFTER_MS: duration(45_000),
  BROKER_LOST_AFTER_MS: duration(60_000),
  BROKER_START_GRACE_MS: duration(120_000, 0),
  BROKER_MASS_OUTAGE_BRAKE_MS: duration(300_000, 0),
  BROKER_WORKER_JOINS_PER_SECOND: z.coerce.number().int().min(1).max(100_000).default(30),
  BROKER_ACK_TIMEOUT_MS: duration(5_000),
  BROKER_END_CONFIRM_MS: duration(10 * minuteMs),
  BROKER_END_RETRY_MS: duration(5 * minuteMs),
  BROKER_PENALTY_MS: duration(60_000, 0),
  BROKER_WORKER_FAILURES_MAX: count(3, 1),
  BROKER_WORKER_FAILURE_WINDOW_MS: duration(10 * minuteMs),
  BROKER_PROBE_INTERVAL_MS: duration(60_000),
  BROKER_QUEUE_AGEING_MS: duration(5 * minuteMs),
  BROKER_DESIRED_RESEND_MS: duration(30_000),
  BROKER_CHALLENGE_TTL_MS: duration(30_000),
  BROKER_ENROLMENT_TOKEN_TTL_MS: duration(15 * minuteMs),
  BROKER_ENROLMENTS_PER_MINUTE: count(120, 1),
  BROKER_WORKER_HISTORY_RETENTION_DAYS: count(90, 1),

  BROKER_INCIDENT_RETENTION_DAYS: count(90, 1),
  BROKER_LOOP_INTERVAL_MS: duration(1_000, 10),
  BROKER_LOG_BYTES_MAX: count(1_048_576, 1_024),
  BROKER_LATE_LOGS_MS: duration(5 * minuteMs),
  BROKER_LOG_RETENTION_DAYS: count(90, 1),
  BROKER_EVIDENCE_RETENTION_DAYS: count(14, 1),
  BROKER_EVIDENCE_PER_MACHINE_MAX: count(20, 1),
  BROKER_LIVE_KEEP_ALIVE_MS: duration(15_000),
  BROKER_LIVE_BUFFER_BYTES_MAX: count(262_144, 65_536),
  BROKER_LIVE_BATCH_MS: duration(250),
  BROKER_LIVE_STALL_MS: duration(30_000),
  BROKER_LIVE_SESSION_CHECK_MS: duration(2_000),
  BROKER_LIVE_STREAMS_PER_MEMBER_MAX: count(20, 1),
});
export type BrokerEnvironment = z.infer<typeof BrokerEnvironment>;

export type BrokerConfig = ReturnType<typeof toConfig>;

/**
 * Reads the environment once. Throws one error that names every variable that is wrong, and in production every one that must
 * not be left to its default.
 */
export function readConfig(environment: Record<string, string | undefined> = process.env): BrokerConfig {
  const files = readSecretFiles(environment);
  const given = Object.fromEntries(
    Object.entries(files.given).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  const parsed = BrokerEnvironment.safeParse(given);
  const problems = [...files.problems, ...readConfigProblems(parsed)];
  if (problems.length > 0 || !parsed.success) {
    throw new Error(`The broker's configuration is not usable:\n${problems.map((p) => `  ${p}`).join('\n')}`);
  }
  return toConfig(parsed.data);
}

function toConfig(env: BrokerEnvironment) {
  const publicUrl = env.BROKER_PUBLIC_URL ?? `http://localhost:${env.BROKER_PORT}`;
  return {
    production: env.NODE_ENV === 'production',
    logLevel: env.LOG_LEVEL,
    dataDir: path.resolve(env.COINSLOT_DATA_DIR),
    secretKeys: env.COINSLOT_SECRET_KEY,
    authSecret: env.COINSLOT_AUTH_SECRET,
    metricsToken: env.COINSLOT_METRICS_TOKEN,
    database: { url: env.DATABASE_URL, poolSize: env.BROKER_DATABASE_POOL_SIZE },
    http: {
      listen: env.BROKER_LISTEN,
      port: env.BROKER_PORT,
      publicUrl: new URL(publicUrl).origin,
      webDir: env.BROKER_WEB_DIR === undefined ? undefined : path.resolve(env.BROKER_WEB_DIR),
      trustedProxies: env.BROKER_TRUSTED_PROXIES,
      shutdownGraceMs: env.BROKER_SHUTDOWN_GRACE_MS,
      rateLimitPerMinute: env.BROKER_RATE_LIMIT_PER_MINUTE,
      keyRateLimitPerMinute: env.BROKER_KEY_RATE_LIMIT_PER_MINUTE,
      idempotencyRetentionDays: env.BROKER_IDEMPOTENCY_RETENTION_DAYS,
    },
    accounts: {
      sessionIdleMs: env.BROKER_SESSION_IDLE_MS,
      sessionMaxAgeMs: env.BROKER_SESSION_MAX_AGE_MS,
      setupCodeTtlMs: env.BROKER_SETUP_CODE_TTL_MS,
      signInTriesPer5Minutes: env.BROKER_SIGN_IN_TRIES_PER_5_MINUTES,
      signInsPerMinute: env.BROKER_SIGN_INS_PER_MINUTE,
      signUpsPerHour: env.BROKER_SIGN_UPS_PER_HOUR,
    },
    signIn: toSignInConfig(env),
    ...toMessagesConfig(env),
    tunnels: toTunnelsConfig(env),
    reconciler: toReconcilerConfig(env),
    machines: toMachinesConfig(env),
    breakers: {
      failuresMax: env.BROKER_BREAKER_FAILURES_MAX,
      labFailuresMax: env.BROKER_BREAKER_LAB_FAILURES_MAX,
      windowMs: env.BROKER_BREAKER_WINDOW_MS,
      restMs: env.BROKER_BREAKER_REST_MS,
      restMaxMs: env.BROKER_BREAKER_REST_MAX_MS,
    },
    canaries: { retentionDays: env.BROKER_CANARY_RETENTION_DAYS },
    time: {
      extensionMarginMs: env.BROKER_EXTENSION_MARGIN_MS,
      extensionDeadlineMs: env.BROKER_EXTENSION_DEADLINE_MS,
      extensionExpiryWaitMs: env.BROKER_EXTENSION_EXPIRY_WAIT_MS,
      autoExtendBeforeMs: env.BROKER_AUTO_EXTEND_BEFORE_MS,
      restartDeadlineMs: env.BROKER_RESTART_DEADLINE_MS,
      restartPauseMs: env.BROKER_RESTART_PAUSE_MS,
    },
    health: {
      intervalMs: env.BROKER_HEALTH_INTERVAL_MS,
      failuresMax: env.BROKER_HEALTH_FAILURES_MAX,
      degradedDeadlineMs: env.BROKER_DEGRADED_DEADLINE_MS,
      retentionDays: env.BROKER_HEALTH_RETENTION_DAYS,
    },
    access: toAccessConfig(env),
    backups: toBackupsConfig(env),
    fleet: toFleetConfig(env),
    incidents: { retentionDays: env.BROKER_INCIDENT_RETENTION_DAYS },
    loops: { intervalMs: env.BROKER_LOOP_INTERVAL_MS },
    evidence: {
      retentionDays: env.BROKER_EVIDENCE_RETENTION_DAYS,
      perMachineMax: env.BROKER_EVIDENCE_PER_MACHINE_MAX,
    },
    live: {
      keepAliveMs: env.BROKER_LIVE_KEEP_ALIVE_MS,
      bufferBytesMax: env.BROKER_LIVE_BUFFER_BYTES_MAX,
      batchMs: env.BROKER_LIVE_BATCH_MS,
      stallMs: env.BROKER_LIVE_STALL_MS,
      sessionCheckMs: env.BROKER_LIVE_SESSION_CHECK_MS,
      streamsPerMemberMax: env.BROKER_LIVE_STREAMS_PER_MEMBER_MAX,
    },
  };
}

function toMachinesConfig(env: BrokerEnvironment) {
  return {
    activePerMemberMax: env.BROKER_ACTIVE_MACHINES_MAX,
    queueLengthMax: env.BROKER_QUEUE_LENGTH_MAX,
    queueDeadlineMs: env.BROKER_QUEUE_DEADLINE_MS,
    provisionDeadlineMs: env.BROKER_PROVISION_DEADLINE_MS,
    stoppingDeadlineMs: env.BROKER_STOPPING_DEADLINE_MS,
    adoptionDeadlineMs: env.BROKER_ADOPTION_DEADLINE_MS,
    pageFaultLeasesMax: env.BROKER_PAGE_FAULT_LEASES_MAX,
    workerLostRetriesMax: env.BROKER_WORKER_LOST_RETRIES_MAX,
    logBytesMax: env.BROKER_LOG_BYTES_MAX,
    lateLogsMs: env.BROKER_LATE_LOGS_MS,
    logRetentionDays: env.BROKER_LOG_RETENTION_DAYS,
  };
}

function toFleetConfig(env: BrokerEnvironment) {
  return {
    heartbeatIntervalMs: env.BROKER_HEARTBEAT_INTERVAL_MS,
    suspectAfterMs: env.BROKER_SUSPECT_AFTER_MS,
    fenceAfterMs: env.BROKER_FENCE_AFTER_MS,
    lostAfterMs: env.BROKER_LOST_AFTER_MS,
    startGraceMs: env.BROKER_START_GRACE_MS,
    massOutageBrakeMs: env.BROKER_MASS_OUTAGE_BRAKE_MS,
    joinsPerSecond: env.BROKER_WORKER_JOINS_PER_SECOND,
    ackTimeoutMs: env.BROKER_ACK_TIMEOUT_MS,
    endConfirmMs: env.BROKER_END_CONFIRM_MS,
    endRetryMs: env.BROKER_END_RETRY_MS,
    penaltyMs: env.BROKER_PENALTY_MS,
    failuresMax: env.BROKER_WORKER_FAILURES_MAX,
    failureWindowMs: env.BROKER_WORKER_FAILURE_WINDOW_MS,
    probeIntervalMs: env.BROKER_PROBE_INTERVAL_MS,
    queueAgeingMs: env.BROKER_QUEUE_AGEING_MS,
    desiredResendMs: env.BROKER_DESIRED_RESEND_MS,
    challengeTtlMs: env.BROKER_CHALLENGE_TTL_MS,
    enrolmentTokenTtlMs: env.BROKER_ENROLMENT_TOKEN_TTL_MS,
    enrolmentsPerMinute: env.BROKER_ENROLMENTS_PER_MINUTE,
    historyRetentionDays: env.BROKER_WORKER_HISTORY_RETENTION_DAYS,
  };
}

// Too wide a network would let everybody choose their own address; the whole internet is nobody's proxy.
function isNetwork(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  const version = isIP(address);
  if (version === 0 || more.length > 0) return false;
  return bits === undefined || (/^[1-9]\d{0,2}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}

function toKey(text: string, context: z.RefinementCtx): Buffer {
  const key = Buffer.from(text, 'base64');
  if (key.length === 32) return key;
  context.addIssue({ code: 'custom', message: 'must be 32 bytes in base64 (openssl rand -base64 32)' });
  return z.NEVER;
}
