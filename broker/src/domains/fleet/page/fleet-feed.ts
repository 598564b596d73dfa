import type { FleetSnapshot } from '@coinslot/shared/http/admin-fleet.ts';
import type { BrokerContext } from '../../../context.ts';
import { encodeFrames } from '../../../live/encode-frames.ts';
import { createLatestBroadcast, type LatestBroadcast } from '../../../live/latest-broadcast.ts';
import { readFleet } from './read-fleet.ts';

export interface FleetFeed extends Pick<LatestBroadcast, 'join'> {
  stop(): Promise<void>;
}

const everyMs = 1_000;

/**
 * The fleet, read once a second for all who watch, and not at all while nobody does. What changed is written out once and sent to
 * all; a slow reader skips to the newest.
 */
export function openFleetFeed(ctx: Pick<BrokerContext, 'bus' | 'config' | 'db' | 'log'>): FleetFeed {
  let shown = '';
  let n = 0;
  let running: Promise<void> | null = null;
  const broadcast = createLatestBroadcast(() => {
    shown = '';
    look();
  });
  const timer = setInterval(() => {
    if (broadcast.isWatched) look();
  }, everyMs);

  function look(): void {
    running ??= show().finally(() => {
      running = null;
    });
  }

  async function show(): Promise<void> {
    try {
      const snapshot = await readFleet(ctx);
      const facts = factsOf(snapshot);
      if (facts === shown) return;
      shown = facts;
      n += 1;
      broadcast.publish(encodeFrames([{ event: 'fleet', id: String(n), data: snapshot }]));
    } catch (error) {
      // The next second tries again; who watches keeps what he has.
      ctx.log.error({ err: error }, 'the fleet could not be read for those who watch it');
    }
  }

  return {
    join: (watcher) => broadcast.join(watcher),
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}

/** Everything but the time at which it was read. */
function factsOf({ at: _, ...facts }: FleetSnapshot): string {
  return JSON.stringify(facts);
}
