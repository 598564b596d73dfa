import type { BrokerContext } from '../../../context.ts';
import { describeAssignments } from '../../machines/index.ts';
import { describeInventories } from '../../reconciler/index.ts';
import type { Connection, LiveSession } from './connection.ts';

export interface DesiredSender {
  /** Sends the newest desired state soon. However often it is asked meanwhile, one more follows the one under way. */
  request(isDraining: boolean): void;
  /** performance.now() of the last one that was sent; -Infinity before the first. */
  readonly sentAt: number;
}

/**
 * Sends a worker what it should have. At most one description is under way at a time and the newest wins: a burst of
 * changes costs two messages, not many.
 */
export function createDesiredSender(
  ctx: BrokerContext,
  connection: Connection,
  session: LiveSession,
): DesiredSender {
  let running = false;
  let again = false;
  let draining = false;
  let revision = 0;
  let sentAt = -Infinity;
  async function run(): Promise<void> {
    running = true;
    do {
      again = false;
      const isDraining = draining;
      const assignments = await describeAssignments(ctx.db, ctx, session.workerId);
      const inventories = await describeInventories(ctx.db, ctx, session.workerId);
      // By the clock, so that it rises from one connection and one broker to the next as well.
      revision = Math.max(revision + 1, Date.now());
      connection.send({ type: 'desired', revision, draining: isDraining, assignments, inventories });
      sentAt = performance.now();
    } while (again && connection.phase.name === 'live');
    running = false;
  }
  return {
    request(isDraining) {
      draining = isDraining;
      again = true;
      if (running || connection.phase.name !== 'live') return;
      run().catch((error: unknown) => {
        running = false;
        // The periodic re-send tries again.
        connection.log.error({ err: error }, 'the desired state could not be sent');
      });
    },
    get sentAt() {
      return sentAt;
    },
  };
}
