import { bootNowMs } from '../boot-clock.ts';
import { pause } from '../pause.ts';
import { RecipeError } from '../recipes/recipe-error.ts';

/** How long this worker may still act for a machine, counted on its own clock, also while its host sleeps. */
export type Lease = {
  remainingMs: () => number;
  /** `sinceMs`: how long ago (on this host) the broker was asked, which then measured it. */
  renew: (remainingMs: number, sinceMs: number) => void;
};

const pollMs = 100;

/**
 * A lease that has not begun: only the answer to a heartbeat gives it time, counted from when that heartbeat was sent. Nothing else says
 * how old it is: what the broker sends by itself may have waited in the socket for as long as this process was stopped.
 */
export function createLease(): Lease {
  let endsAt = -Infinity;
  return {
    remainingMs: () => Math.max(0, endsAt - bootNowMs()),
    renew(remainingMs, sinceMs) {
      endsAt = bootNowMs() - sinceMs + remainingMs;
    },
  };
}

/**
 * Before each click that changes something at the lab: the lease must outlast the click's deadline, or another worker
 * could be clicking at the same time. Waits for the next renewal, at most until `signal`.
 */
export async function waitForLease(lease: Lease, neededMs: number, signal: AbortSignal): Promise<void> {
  while (lease.remainingMs() <= neededMs)
    await pause(pollMs, signal).catch((error: unknown) => {
      if (!(error instanceof Error && error.name === 'TimeoutError')) throw error;
      throw new RecipeError('internal', 'The lease ran short: the broker did not renew it in time.');
    });
}
