import { text } from 'node:stream/consumers';
import { z } from 'zod';
import type { Place } from '../place.ts';
import type { Bought, BuyOrders } from './buyers/buy-for.ts';

const BoughtLine = z.object({ purchases: z.int(), seconds: z.number(), latenciesMs: z.array(z.number()) });

/** Lets the members buy over HTTP, from a process of their own. */
export async function runBuyers(place: Place, orders: BuyOrders): Promise<Bought> {
  const child = place.startNode('bench/src/purchase/buyers/main.ts');
  child.stdin?.end(JSON.stringify(orders));
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const line = child.stdout === null ? '' : await text(child.stdout);
  if ((await ended) !== 0) throw new Error('the buyers ended with an error');
  return BoughtLine.parse(JSON.parse(line));
}
