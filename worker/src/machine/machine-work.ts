import type { Assignment } from '@coinslot/shared/worker-messages/desired.ts';
import type { ReportBody } from '@coinslot/shared/worker-messages/report-body.ts';
import type { ReportOutcome } from '../broker-client/report-outbox.ts';
import type { LabPage } from '../browser/page/lab-page.ts';
import type { PhaseTimeouts } from '../config.ts';
import type { Logger } from '../logger.ts';
import type { SecretRegistry } from '../masking/secret-registry.ts';
import type { Recipe } from '../recipes/recipe.ts';
import type { TunnelKeeper } from '../tunnels/tunnel-keeper.ts';
import type { Lease } from './lease.ts';
import type { Orders } from './orders.ts';
import type { Readings } from './readings.ts';
import type { SessionBook } from './session-book.ts';
import type { ShownMachine } from './shown-machine.ts';

/** Everything the work on one machine, for one goal, may use. Aborting `signal` ends it without another click. */
export type MachineWork = {
  /** As it was when the goal was set; `orders` has the newest. */
  assignment: Assignment;
  orders: Orders;
  readings: Readings;
  /** What terminals and looks at the page find. */
  shown: ShownMachine;
  recipe: Recipe;
  sessions: SessionBook;
  lease: Lease;
  signal: AbortSignal;
  /** Aborted, then replaced, when the worker fences itself: pages are not touched, the watch goes on. */
  pageSignal: () => AbortSignal;
  timeouts: PhaseTimeouts;
  activityIntervalMs: number;
  /** Where machines may be; null = wherever one can be. */
  machineNetworks: readonly string[] | null;
  report: (body: ReportBody) => Promise<ReportOutcome>;
  /** A line of ours in the member's log. */
  say: (line: string) => void;
  /** What the machine printed. */
  show: (output: string) => void;
  setPhase: (phase: string) => void;
  openPage: (signal: AbortSignal) => Promise<LabPage>;
  tunnels: TunnelKeeper;
  secrets: SecretRegistry;
  /** Masks this secret from now on, for as long as the machine is held here. */
  addSecret: (secret: string) => void;
  /** The plain secrets of this machine, to be kept out of pictures. */
  plainSecrets: () => string[];
  log: Logger;
};
