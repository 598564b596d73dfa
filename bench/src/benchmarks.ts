import type { Benchmark } from './benchmark.ts';
import { purchase } from './purchase/purchase.ts';

/** Every benchmark, by the name that `npm run bench -- <name>` takes. */
export const benchmarks: readonly Benchmark[] = [purchase];
