import type { QueueWait } from '@coinslot/shared/http/queue-wait.ts';
import type { WaitBand } from './estimate-waits.ts';
import { roundWait } from './round-wait.ts';

/** How long somebody is willing to wait altogether, and still. */
export interface Patience {
  wholeMs: number;
  leftMs: number;
}

/** Enough that what was too long once does not change its mind every second. */
const steadyMs = 15_000;

/** What is said of a wait, given what was said before: also that even its lower bound lies behind the moment of giving up. */
export function tellWait(
  band: WaitBand | null,
  patience: Patience,
  said: QueueWait | null,
): QueueWait | null {
  const rounded = roundWait(band, said);
  if (band === null || rounded === null) return null;
  const wasTooLong = said !== null && said.givesUpAfterSeconds !== null;
  const isTooLong = band.fromMs > patience.leftMs - (wasTooLong ? steadyMs : 0);
  return { ...rounded, givesUpAfterSeconds: isTooLong ? Math.round(patience.wholeMs / 1000) : null };
}
