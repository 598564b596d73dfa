import type { Product } from '@coinslot/shared/http/products.ts';
import type { BrokerContext } from '../../context.ts';
import { pairKey } from './estimate-waits.ts';
import { queueNow } from './watch-queue.ts';

/** How long who buys now would wait, for each pool and lab in which something is on sale. At most a second old. */
export async function readProductWaits(
  ctx: Pick<BrokerContext, 'db' | 'bus' | 'config'>,
): Promise<(product: { poolId: string; labId: string }) => Product['wait']> {
  const { buyerWaits } = await queueNow(ctx);
  return (product) => buyerWaits.get(pairKey(product)) ?? null;
}
