import { assignment } from './assignment/scenario.ts';
import { backups } from './backups/scenario.ts';
import { coins } from './coins/scenario.ts';
import { copiedKey } from './fleet/copied-key.ts';
import { drains } from './fleet/drains.ts';
import { revocation } from './fleet/revocation.ts';
import { logLegs } from './log-legs/scenario.ts';
import { seededBugs } from './mutants/scenario.ts';
import { order } from './order/scenario.ts';
import { processes } from './processes/scenario.ts';
import { restarts } from './restart/scenario.ts';
import type { Scenario } from './scenario.ts';
import { simulator, simulatorLarge } from './simulator/scenario.ts';
import { stalledReaders } from './stalled-readers/scenario.ts';
import { strangers } from './strangers/scenario.ts';

/** Everything that `npm run test:faults` runs, in this order. */
export const scenarios: readonly Scenario[] = [
  coins,
  order,
  assignment,
  simulator,
  simulatorLarge,
  seededBugs,
  processes,
  logLegs,
  stalledReaders,
  copiedKey,
  revocation,
  drains,
  restarts,
  strangers,
  backups,
];
