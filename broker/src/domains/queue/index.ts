export { readProductWaits } from './read-product-waits.ts';
export { orderQueued, selectQueued } from './queue-order.ts';
export type { QueueNow } from './read-queue.ts';
export { queueTurns } from './tables.ts';
export { purgeTurns } from './purge-turns.ts';
export { takeTurns } from './take-turns.ts';
export { queueNow } from './watch-queue.ts';
export { workerServes } from './worker-serves.ts';
