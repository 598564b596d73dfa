import { assignment } from './assignment/assignment.ts';
import type { Benchmark } from './benchmark.ts';
import { consoleBenchmark } from './console/console.ts';
import { house } from './house/house.ts';
import { logs } from './logs/logs.ts';
import { memory } from './memory/memory.ts';
import { purchase } from './purchase/purchase.ts';

/** Every benchmark, by the name that `npm run bench -- <name>` takes. */
export const benchmarks: readonly Benchmark[] = [assignment, purchase, logs, memory, house, consoleBenchmark];
