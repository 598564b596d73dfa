import type { Worker } from '@coinslot/shared/http/admin-workers.ts';
import { TypedLabels } from './typed-labels.ts';

/** How many of the pool's workers that are not gone for good have all the labels that are typed; all while they are no labels yet. */
export function countCarriers(
  workers: readonly Worker[],
  poolId: string,
  typed: string,
): { carry: number; all: number } {
  const own = workers.filter(
    (worker) => worker.poolId === poolId && worker.state !== 'revoked' && worker.state !== 'locked',
  );
  const labels = TypedLabels.safeParse(typed).data ?? [];
  const carriers = own.filter((worker) => labels.every((label) => worker.labels.includes(label)));
  return { carry: carriers.length, all: own.length };
}
