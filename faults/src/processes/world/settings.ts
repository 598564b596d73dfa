/**
 * The product's times, about eight times shorter than they are: a worker is suspect after 3.5 s, fences itself after 5.5 and is lost
 * after 8. Not shorter: two and a half unanswered heartbeats are a dead line, the machine that runs this is busy, and a lease has to
 * outlast what a page may take.
 */
export const times = { fenceAfterMs: 5500, lostAfterMs: 8000 } as const;

export const brokerSettings = {
  BROKER_HEARTBEAT_INTERVAL_MS: '1200',
  BROKER_SUSPECT_AFTER_MS: '3500',
  BROKER_FENCE_AFTER_MS: String(times.fenceAfterMs),
  BROKER_LOST_AFTER_MS: String(times.lostAfterMs),
  BROKER_START_GRACE_MS: '5000',
  BROKER_ACK_TIMEOUT_MS: '4000',
  BROKER_DESIRED_RESEND_MS: '2000',
  BROKER_LOOP_INTERVAL_MS: '250',
  BROKER_QUEUE_DEADLINE_MS: '60000',
  BROKER_PROVISION_DEADLINE_MS: '60000',
  BROKER_STOPPING_DEADLINE_MS: '10000',
  BROKER_ADOPTION_DEADLINE_MS: '30000',
  BROKER_EXTENSION_DEADLINE_MS: '15000',
  BROKER_EXTENSION_EXPIRY_WAIT_MS: '3000',
  BROKER_RESTART_DEADLINE_MS: '25000',
  BROKER_RESTART_PAUSE_MS: '0',
  BROKER_HEALTH_INTERVAL_MS: '1500',
  BROKER_DEGRADED_DEADLINE_MS: '12000',
  // What breaks here is broken on purpose: no breaker, no penalty, no limit shall stop the next round.
  BROKER_BREAKER_FAILURES_MAX: '100000',
  BROKER_BREAKER_LAB_FAILURES_MAX: '100000',
  BROKER_WORKER_FAILURES_MAX: '100000',
  BROKER_PENALTY_MS: '500',
  BROKER_WORKER_LOST_RETRIES_MAX: '5',
  BROKER_RATE_LIMIT_PER_MINUTE: '1000000',
  BROKER_SIGN_UPS_PER_HOUR: '1000000',
  BROKER_SIGN_INS_PER_MINUTE: '1000000',
} as const;

export const workerSettings = {
  WORKER_PAGE_TIMEOUT_MS: '4500',
  WORKER_SIGN_IN_TIMEOUT_MS: '12000',
  WORKER_LAB_START_TIMEOUT_MS: '15000',
  WORKER_SHELL_TIMEOUT_MS: '12000',
  WORKER_TUNNEL_TIMEOUT_MS: '10000',
  WORKER_VERIFY_TIMEOUT_MS: '8000',
} as const;

/** A machine that the lab has just started is in its list within this, in ms. */
export const listLagMs = 300;
