import type { EmbeddedPostgres } from './open-embedded.ts';

export interface EmbeddedEvents {
  /** It ended without being told to; it is started again. */
  onEnded: () => void;
  /** It answers again, at the same address. */
  onRevived: () => void;
  /** It could not be started again. The watch is over. */
  onLost: (error: Error) => void;
}

const lookMs = 500;
const triesMax = 5;
const pauseMs = 2_000;

/**
 * Looks whether the postmaster lives, ours or an adopted one, and starts it again when it was killed. Ended before Postgres is
 * stopped on purpose; the returned function resolves when no start is under way any more.
 */
export function watchEmbedded(
  embedded: Pick<EmbeddedPostgres, 'runs' | 'revive'>,
  events: EmbeddedEvents,
): () => Promise<void> {
  const ended = new AbortController();
  const watching = watch(embedded, events, ended.signal);
  return async () => {
    ended.abort();
    await watching;
  };
}

async function watch(
  embedded: Pick<EmbeddedPostgres, 'runs' | 'revive'>,
  events: EmbeddedEvents,
  ended: AbortSignal,
): Promise<void> {
  while (await pause(lookMs, ended)) {
    if (await embedded.runs()) continue;
    events.onEnded();
    const failure = await reviveWithPatience(embedded, ended);
    if (ended.aborted) return;
    if (failure !== undefined) return events.onLost(failure);
    events.onRevived();
  }
}

async function reviveWithPatience(
  embedded: Pick<EmbeddedPostgres, 'revive'>,
  ended: AbortSignal,
): Promise<Error | undefined> {
  for (let tries = 1; ; tries += 1) {
    try {
      await embedded.revive();
      return undefined;
    } catch (error) {
      const failure = error instanceof Error ? error : new Error(String(error));
      if (tries === triesMax || !(await pause(pauseMs, ended))) return failure;
    }
  }
}

/** False as soon as the watch is over. */
function pause(ms: number, ended: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    if (ended.aborted) return resolve(false);
    const over = () => {
      clearTimeout(timer);
      resolve(false);
    };
    const timer = setTimeout(() => {
      ended.removeEventListener('abort', over);
      resolve(true);
    }, ms);
    ended.addEventListener('abort', over, { once: true });
  });
}
