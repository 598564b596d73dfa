import type {
  InventoryEpoch,
  InventoryOrder,
  InventoryResult,
} from '@coinslot/shared/worker-messages/inventory.ts';
import { secretValues } from '@coinslot/shared/worker-messages/seat-cookies.ts';
import type { MachineParts } from '../machine/held-machine.ts';
import { createLease } from '../machine/lease.ts';
import type { Lease } from '../machine/lease.ts';
import { abortAfter, pause } from '../pause.ts';
import { takeInventory } from './take-inventory.ts';

type Send = (result: InventoryResult) => void;
type Parts = Pick<
  MachineParts,
  'browser' | 'stealthBrowser' | 'findRecipe' | 'secrets' | 'timeouts' | 'beatNow' | 'log'
>;

/** All inventories of this worker. Level-triggered, as machines are: what is wanted is compared with what is under way or answered. */
export type InventoryKeeper = {
  /** `send` is used at once for what was answered before, and later for what is answered then. */
  apply: (orders: readonly InventoryOrder[], send: Send) => void;
  /** What a heartbeat's answer says of their time; `sinceMs`: how long ago that heartbeat was sent. */
  renew: (times: readonly (InventoryEpoch & { remainingMs: number })[], sinceMs: number) => void;
  /** No page is touched any more; the broker gives them to somebody else after their deadline. */
  drop: (reason: string) => Promise<void>;
};

type Kept = {
  order: InventoryOrder;
  lease: Lease;
  stop: AbortController;
  done: Promise<void>;
  answer: InventoryResult | null;
  send: Send;
};

const pollMs = 100;
/** The answer to the next heartbeat gives an order its time; without it nothing is begun. */
const leaseWithinMs = 30_000;

export function createInventoryKeeper(parts: Parts): InventoryKeeper {
  const kept = new Map<string, Kept>();

  function take(order: InventoryOrder, send: Send, after: Promise<void>): void {
    const inventory: Kept = {
      order,
      lease: createLease(),
      stop: new AbortController(),
      done: Promise.resolve(),
      answer: null,
      send,
    };
    kept.set(order.seatId, inventory);
    inventory.done = after.then(() => carryOut(inventory, parts));
    parts.beatNow();
  }

  function forget(seatId: string, reason: string): Promise<void> {
    const inventory = kept.get(seatId);
    if (inventory === undefined) return Promise.resolve();
    kept.delete(seatId);
    inventory.stop.abort(new Error(reason));
    return inventory.done;
  }

  return {
    apply(orders, send) {
      const wanted = new Set(orders.map(({ seatId }) => seatId));
      for (const seatId of kept.keys()) if (!wanted.has(seatId)) void forget(seatId, 'no longer wanted');
      for (const order of orders) {
        const before = kept.get(order.seatId);
        if (before?.order.epoch !== order.epoch) {
          take(order, send, forget(order.seatId, 'a newer one is wanted'));
          continue;
        }
        before.send = send;
        if (before.answer !== null) send(before.answer);
      }
    },
    renew(times, sinceMs) {
      for (const { seatId, epoch, remainingMs } of times) {
        const inventory = kept.get(seatId);
        if (inventory?.order.epoch === epoch) inventory.lease.renew(remainingMs, sinceMs);
      }
    },
    async drop(reason) {
      await Promise.all([...kept.keys()].map((seatId) => forget(seatId, reason)));
    },
  };
}

async function carryOut(inventory: Kept, parts: Parts): Promise<void> {
  const { order, lease, stop } = inventory;
  const { seatId, epoch, lab, seat } = order;
  const log = parts.log.child({ seatId, inventoryEpoch: epoch });
  const secrets = [seat.password, ...secretValues(seat.cookies ?? [])];
  const forget = secrets.map((secret) => parts.secrets.add(secret));
  try {
    const signal = await begin(lease, stop.signal, parts);
    const recipe = parts.findRecipe(lab.recipe);
    if (recipe === null) throw new Error(`this worker has no recipe called ${lab.recipe}`);
    const browser = lab.stealth ? parts.stealthBrowser : parts.browser;
    const answer = await takeInventory(
      order,
      {
        recipe,
        lease,
        timeouts: parts.timeouts,
        secrets: parts.secrets,
        openPage: (pageSignal) => browser.openPage(pageSignal),
        say: (line) => log.info({ line }, 'an inventory says'),
        addSecret: (secret) => void forget.push(parts.secrets.add(secret)),
        plainSecrets: () => secrets,
      },
      signal,
    );
    if (stop.signal.aborted) return;
    const { result, ends } = answer;
    const outcome = result.outcome === 'failed' ? result.failure : result.lines;
    log.info({ outcome, ends }, 'an inventory was taken');
    inventory.answer = { type: 'inventory_result', seatId, epoch, ...answer };
    inventory.send(inventory.answer);
  } catch (error) {
    // Nothing was asked of the lab: the order runs out, and somebody else gets it.
    if (!stop.signal.aborted) log.warn({ err: error }, 'an inventory could not be taken');
  } finally {
    for (const forgetOne of forget) forgetOne();
  }
}

/** Waits until the order has time, and answers what ends the visit before that time is over. */
async function begin(lease: Lease, stop: AbortSignal, { timeouts }: Parts): Promise<AbortSignal> {
  const until = performance.now() + leaseWithinMs;
  while (lease.remainingMs() <= timeouts.pageMs) {
    if (performance.now() > until) throw new Error('the broker gave it no time');
    await pause(pollMs, stop);
  }
  return AbortSignal.any([stop, abortAfter(lease.remainingMs() - timeouts.pageMs)]);
}
