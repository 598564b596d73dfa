import type { Logger } from '../logger.ts';
import { pause } from '../pause.ts';
import { askReady } from './ask-ready.ts';
import type { CloudflaredRun } from './run-cloudflared.ts';

/** How patient the watch is. All in ms, except `maxRestarts`: how many within `restartsWithinMs`. */
export type TunnelPace = {
  checkEveryMs: number;
  checkTimeoutMs: number;
  /** It says that it has no connection to the edge, or nothing at all, for so long: it is started anew. */
  unreadyMs: number;
  /** The same, until its first connection: it tries another protocol after a while. */
  connectMs: number;
  firstRestartMs: number;
  lastRestartMs: number;
  maxRestarts: number;
  restartsWithinMs: number;
};

export const usualPace: TunnelPace = {
  checkEveryMs: 10_000,
  checkTimeoutMs: 5000,
  unreadyMs: 20_000,
  connectMs: 60_000,
  firstRestartMs: 1000,
  lastRestartMs: 30_000,
  maxRestarts: 5,
  restartsWithinMs: 600_000,
};

export type KeptRunning = {
  run: () => CloudflaredRun | null;
  /** Why it is not started again; null while it is kept running. */
  gaveUp: () => string | null;
  /** What it complained of last, over all its starts. */
  lastError: () => string | null;
  /** Ends it and does not start it again. */
  stop: () => Promise<void>;
  kill: () => void;
};

/**
 * Keeps one cloudflared running: it is watched, and started again after 1, 2, 4 … 30 s when it ends, hangs or stays cut off; given up
 * when that happened more than five times in ten minutes. `mayRestart` is false where a new run would have another name.
 */
export function keepRunning(
  start: () => Promise<CloudflaredRun>,
  options: { pace: TunnelPace; mayRestart: boolean; log: Logger },
): KeptRunning {
  const { pace, mayRestart, log } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  let run: CloudflaredRun | null = null;
  let gaveUp: string | null = null;
  let lastError: string | null = null;

  async function keep(): Promise<void> {
    let restarts: number[] = [];
    for (;;) {
      run = await start();
      if (signal.aborted) return run.stop();
      const why = await watchRun(run, pace, signal);
      // What hangs does not hear a polite word.
      if (why === 'unready') run.kill();
      await run.stop();
      if (signal.aborted) return;
      const now = performance.now();
      restarts = restarts.filter((at) => now - at < pace.restartsWithinMs);
      const detail = run.lastError();
      lastError = detail ?? lastError;
      if (!mayRestart || restarts.length >= pace.maxRestarts) {
        gaveUp = detail ?? why;
        return log.error({ why, detail, restarts: restarts.length }, 'the tunnel is given up');
      }
      const waitMs = Math.min(pace.lastRestartMs, pace.firstRestartMs * 2 ** restarts.length);
      restarts.push(now);
      log.warn({ why, detail, waitMs }, 'the tunnel is started again');
      await pause(waitMs, signal);
    }
  }

  const kept = keep().catch((error: unknown) => {
    if (signal.aborted) return;
    gaveUp = error instanceof Error ? error.message : String(error);
    log.error({ err: error }, 'the tunnel could not be started');
  });

  return {
    run: () => run,
    gaveUp: () => gaveUp,
    lastError: () => run?.lastError() ?? lastError,
    async stop() {
      stopping.abort();
      await kept;
      await run?.stop();
    },
    kill() {
      stopping.abort();
      run?.kill();
    },
  };
}

/** Resolves when it has ended or does no good any more, with the reason in one word; also when `signal` is aborted. */
async function watchRun(
  run: CloudflaredRun,
  pace: TunnelPace,
  signal: AbortSignal,
): Promise<'exited' | 'unready' | 'stopped'> {
  let goodAt = performance.now();
  let wasReady = false;
  for (;;) {
    const waitMs = wasReady ? pace.checkEveryMs : Math.min(1000, pace.checkEveryMs);
    await Promise.race([run.exited, pause(waitMs, signal).catch(() => undefined)]);
    if (signal.aborted) return 'stopped';
    if (run.isGone()) return 'exited';
    const port = run.metricsPort();
    const isReady = port !== null && (await askReady(port, pace.checkTimeoutMs));
    if (isReady) goodAt = performance.now();
    wasReady ||= isReady;
    const patienceMs = wasReady ? pace.unreadyMs : pace.connectMs;
    if (performance.now() - goodAt > patienceMs) return 'unready';
  }
}
