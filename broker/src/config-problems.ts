import type { z } from 'zod';
import { readMessagesProblems } from './config-messages.ts';
import { readProductionProblems } from './config-production.ts';
import { readSignInProblems } from './config-sign-in.ts';
import { readTunnelsProblems } from './config-tunnels.ts';
import type { BrokerEnvironment } from './config.ts';

/** Everything that is wrong with the environment, one sentence a variable. Never repeats a value: it may be a secret. */
export function readConfigProblems(parsed: z.ZodSafeParseResult<BrokerEnvironment>): string[] {
  if (!parsed.success) {
    return parsed.error.issues.map((issue) => `${String(issue.path[0])}: ${issue.message}`);
  }
  return [
    ...readOrderProblems(parsed.data),
    ...readProductionProblems(parsed.data),
    ...readMessagesProblems(parsed.data),
    ...readSignInProblems(parsed.data, parsed.data.NODE_ENV === 'production'),
    ...readTunnelsProblems(parsed.data, parsed.data.NODE_ENV === 'production'),
  ];
}

function readOrderProblems(env: BrokerEnvironment): string[] {
  const rising = [
    'BROKER_HEARTBEAT_INTERVAL_MS',
    'BROKER_SUSPECT_AFTER_MS',
    'BROKER_FENCE_AFTER_MS',
    'BROKER_LOST_AFTER_MS',
  ] as const;
  const risingProblems = rising.flatMap((name, index) => {
    const earlier = rising[index - 1];
    return earlier === undefined || env[earlier] < env[name]
      ? []
      : [`${name}: must be longer than ${earlier}`];
  });
  // Within the margin no time is sold any more: auto-extend would only ever switch itself off.
  return env.BROKER_AUTO_EXTEND_BEFORE_MS > env.BROKER_EXTENSION_MARGIN_MS
    ? risingProblems
    : [
        ...risingProblems,
        'BROKER_AUTO_EXTEND_BEFORE_MS: must be longer than BROKER_EXTENSION_MARGIN_MS, within which no time is sold',
      ];
}
