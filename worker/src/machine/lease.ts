import { pause } from '../pause.ts';
import { RecipeError } from '../recipes/recipe-error.ts';

/** How long this worker may still act for a machine, counted on its own steady clock. */
export type Lease = {
  remainingMs: () => number;
  /** `sinceMs`: how long ago (on this host) the broker may have measured it. */
  renew: (remainingMs: number, sinceMs?: number) => void;
};

const pollMs = 100;

export function createLease(remainingMs: number): Lease {
  let endsAt = performance.now() + remainingMs;
  return {
    remainingMs: () => Math.max(0, endsAt - performance.now()),
    renew(nextRemainingMs, sinceMs = 0) {
      endsAt = performance.now() - sinceMs + nextRemainingMs;
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
