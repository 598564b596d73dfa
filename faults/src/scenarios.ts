import { coins } from './coins/scenario.ts';
import type { Scenario } from './scenario.ts';

/** Everything that `npm run test:faults` runs, in this order. */
export const scenarios: readonly Scenario[] = [coins];
