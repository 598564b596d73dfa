import type { Benchmark } from '../benchmark.ts';
import { findPgbench } from './find-pgbench.ts';

/** How much of what Postgres could sell alone is left when members buy over HTTP. */
export const purchase: Benchmark = {
  name: 'purchase',
  about: 'purchases per second over HTTP ÷ the same transaction by pgbench, 16 clients each',
  goal: { ratio: 0.6, isReachedBy: 'at least' },
  run: async () => {
    findPgbench();
    return await Promise.reject(new Error('the purchase function is not in this database yet'));
  },
};
