import { workerCloseCodes } from '@coinslot/shared/worker-messages/version.ts';

/** After a planned restart all workers come back at once: they spread over this time. */
const restartSpreadMs = 15_000;
/** What the broker could not do may go well at once, or go wrong for ever: not more than once a second. */
const trouble = { fromMs: 500, toMs: 2500 };
const firstTriesMaxMs = 1000;
const firstTriesMinMs = 200;
/**
 * With the spread of those for whom there was no place on top, a fleet of ten times BROKER_WORKER_JOINS_PER_SECOND (300 at its default of 30)
 * is back within 30 s, however long the broker was away: in 300 of 300 simulated returns; of fifteen times as many in 94 of 100.
 */
const maxDelayMs = 10_000;

/**
 * How long to wait before the next connection, in ms. `failures` counts tries since the last welcome.
 *
 * After close code 1012 the first try comes 0-15 s later, after 1011 0.5-2.5 s. Otherwise the first two tries come after 0.2-1 s, so that a
 * broker that was killed and restarted has its workers back at once; then full jitter under a doubling ceiling.
 */
export function reconnectDelayMs(state: {
  failures: number;
  closeCode: number | null;
  random: number;
}): number {
  if (state.closeCode === workerCloseCodes.restart.code) return Math.round(state.random * restartSpreadMs);
  if (state.closeCode === workerCloseCodes.trouble.code)
    return Math.round(trouble.fromMs + state.random * (trouble.toMs - trouble.fromMs));
  if (state.failures < 2)
    return Math.round(firstTriesMinMs + state.random * (firstTriesMaxMs - firstTriesMinMs));
  const ceiling = Math.min(maxDelayMs, firstTriesMaxMs * 2 ** Math.min(state.failures - 1, 10));
  return Math.round(firstTriesMinMs + state.random * (ceiling - firstTriesMinMs));
}

/** What the operator reads when the broker closed for good; null when trying again makes sense. */
export function finalCloseText(closeCode: number): string | null {
  const known = Object.values(workerCloseCodes).find(({ code }) => code === closeCode);
  return known?.final === true ? known.text : null;
}
