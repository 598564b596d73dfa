import type { HostOrders } from './host/orders.ts';

/** The product's times, all divided by one factor, so that they stand to each other as they do in earnest. Milliseconds. */
export interface Times {
  factor: number;
  lostMs: number;
  /** How long a worker may take to accept a machine. */
  ackMs: number;
  /** How long a machine at the lab may be missing from its list. */
  lagMs: number;
  /** How long one click may take: who acted last may be at it for so long after its lease. */
  pageMs: number;
  /** How long a worker may go on acting after it sent the last heartbeat that was answered. */
  fenceMs: number;
  /** A second lab session of one machine may live so long. */
  secondSessionMs: number;
  /** After the faults, everything is settled within this. */
  settleMs: number;
  /** What a lab runs for nobody is found and ended within this. */
  orphansMs: number;
  /** How many machines a member may have at once. */
  machinesPerMember: number;
  brokerEnv: Record<string, string>;
  workerTimeouts: HostOrders['timeouts'];
}

/** As in docs/configuration.md. */
const productMs = {
  BROKER_HEARTBEAT_INTERVAL_MS: 10_000,
  BROKER_SUSPECT_AFTER_MS: 25_000,
  BROKER_FENCE_AFTER_MS: 45_000,
  BROKER_LOST_AFTER_MS: 60_000,
  BROKER_START_GRACE_MS: 120_000,
  BROKER_MASS_OUTAGE_BRAKE_MS: 300_000,
  BROKER_END_CONFIRM_MS: 600_000,
  BROKER_END_RETRY_MS: 300_000,
  BROKER_PENALTY_MS: 60_000,
  BROKER_WORKER_FAILURE_WINDOW_MS: 600_000,
  BROKER_PROBE_INTERVAL_MS: 60_000,
  BROKER_QUEUE_AGEING_MS: 300_000,
  BROKER_DESIRED_RESEND_MS: 30_000,
  BROKER_QUEUE_DEADLINE_MS: 900_000,
  BROKER_PROVISION_DEADLINE_MS: 900_000,
  BROKER_STOPPING_DEADLINE_MS: 30_000,
  BROKER_ADOPTION_DEADLINE_MS: 300_000,
  BROKER_EXTENSION_MARGIN_MS: 10_000,
  BROKER_EXTENSION_DEADLINE_MS: 120_000,
  BROKER_EXTENSION_EXPIRY_WAIT_MS: 30_000,
  BROKER_RESTART_DEADLINE_MS: 300_000,
  BROKER_RESTART_PAUSE_MS: 30_000,
  BROKER_HEALTH_INTERVAL_MS: 30_000,
  BROKER_DEGRADED_DEADLINE_MS: 600_000,
  BROKER_INVENTORY_DEADLINE_MS: 180_000,
} as const;

const workerMs = {
  browserMs: 30_000,
  signInMs: 60_000,
  labStartMs: 240_000,
  shellMs: 60_000,
  tunnelMs: 45_000,
  verifyMs: 30_000,
  pageMs: 20_000,
} as const;

const joinsPerSecond = 30;
const machinesPerMember = 3;

/** What is no matter of time: nobody is kept from buying, no lab and no worker put aside for what the faults did to it. */
const limits = {
  BROKER_ACTIVE_MACHINES_MAX: String(machinesPerMember),
  BROKER_QUEUE_LENGTH_MAX: '10000',
  BROKER_RATE_LIMIT_PER_MINUTE: '100000000',
  BROKER_KEY_RATE_LIMIT_PER_MINUTE: '100000000',
  BROKER_ENROLMENTS_PER_MINUTE: '100000000',
  BROKER_WORKER_FAILURES_MAX: '100000',
  BROKER_BREAKER_FAILURES_MAX: '100000',
  BROKER_BREAKER_LAB_FAILURES_MAX: '100000',
  BROKER_LIVE_STREAMS_PER_MEMBER_MAX: '1000',
};

/** @param factor how much faster than in earnest; beyond twenty, two busy cores no longer follow */
export function compressTimes(factor: number): Times {
  const shorten = (ms: number): number => Math.max(1, Math.round(ms / factor));
  // Five seconds stand for a process that is slow, and ours are as slow as ever.
  const ackMs = Math.max(1_500, shorten(5_000));
  const shortened = Object.entries(productMs).map(([name, ms]) => [name, String(shorten(ms))]);
  return {
    factor,
    lostMs: shorten(60_000),
    ackMs,
    lagMs: shorten(60_000),
    pageMs: shorten(20_000),
    fenceMs: shorten(productMs.BROKER_FENCE_AFTER_MS),
    // Who holds a machine looks for a second one every quarter of a minute, which is not shortened: once when the list's lag is over.
    secondSessionMs: shorten(60_000) + shorten(60_000),
    settleMs: shorten(900_000),
    orphansMs: shorten(1_800_000),
    machinesPerMember,
    brokerEnv: {
      ...Object.fromEntries(shortened),
      // Five times as often and as soon as in earnest: a round is over before one interval is, and what failed is tried again after a
      // minute that is not shortened.
      BROKER_INVENTORY_INTERVAL_MS: String(shorten(120_000)),
      BROKER_ORPHAN_GRACE_MS: String(shorten(60_000)),
      BROKER_ACK_TIMEOUT_MS: String(ackMs),
      BROKER_LOOP_INTERVAL_MS: String(Math.max(50, shorten(1_000))),
      BROKER_WORKER_JOINS_PER_SECOND: String(joinsPerSecond * factor),
      ...limits,
    },
    workerTimeouts: {
      browserMs: shorten(workerMs.browserMs),
      signInMs: shorten(workerMs.signInMs),
      labStartMs: shorten(workerMs.labStartMs),
      shellMs: shorten(workerMs.shellMs),
      tunnelMs: shorten(workerMs.tunnelMs),
      verifyMs: shorten(workerMs.verifyMs),
      pageMs: shorten(workerMs.pageMs),
    },
  };
}
