import { z } from 'zod';
import { duration } from './config-values.ts';

const minuteMs = 60_000;

/** The settings of looking at what labs run, by the names of their environment variables: a part of BrokerEnvironment. */
export const reconcilerEnvironment = {
  BROKER_INVENTORY_INTERVAL_MS: duration(10 * minuteMs),
  BROKER_INVENTORY_DEADLINE_MS: duration(3 * minuteMs),
  BROKER_INVENTORY_LATELY_MS: duration(24 * 60 * minuteMs),
  BROKER_ORPHAN_GRACE_MS: duration(5 * minuteMs, 0),
};

const Environment = z.object(reconcilerEnvironment);

/** How often seats are looked at, and how long what nobody knows of is left alone. */
export function toReconcilerConfig(env: z.infer<typeof Environment>) {
  return {
    intervalMs: env.BROKER_INVENTORY_INTERVAL_MS,
    deadlineMs: env.BROKER_INVENTORY_DEADLINE_MS,
    latelyMs: env.BROKER_INVENTORY_LATELY_MS,
    orphanGraceMs: env.BROKER_ORPHAN_GRACE_MS,
  };
}
