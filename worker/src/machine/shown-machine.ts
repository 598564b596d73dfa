import type { LabPage } from '../browser/page/lab-page.ts';
import { findRecipe } from '../recipes/recipes.ts';
import type { StreamSource } from '../streams/stream-source.ts';
import type { KeptMachine } from './kept-machine.ts';
import type { Lease } from './lease.ts';
import type { Orders } from './orders.ts';

/** What is there now for terminals and looks: the work on a machine writes it, its streams read it. */
export type ShownMachine = {
  /** While it is ready. */
  kept: KeptMachine | null;
  /** The newest page at the lab. */
  labPage: LabPage | null;
  /** The work waits for a person: nothing but a person clicks now. */
  isStill: boolean;
};

/** The place where the work shows what is there, what its streams read of it, and how they end. */
export function createShownMachine(
  orders: Orders,
  lease: Lease,
): {
  shown: ShownMachine;
  source: StreamSource;
  end: (reason: string) => void;
} {
  const shown: ShownMachine = { kept: null, labPage: null, isStill: false };
  const gone = new AbortController();
  return {
    shown,
    source: {
      wayIn: () => (shown.kept === null || shown.kept.isRestarting ? null : shown.kept.wayIn),
      page: () => shown.labPage,
      // A person's hand needs the lease as well.
      isStill: () => shown.isStill && lease.remainingMs() > 0,
      credentialSelectors: () => findRecipe(orders.newest().lab.recipe)?.credentialSelectors ?? [],
      signal: gone.signal,
    },
    end: (reason) => gone.abort(new Error(reason)),
  };
}
