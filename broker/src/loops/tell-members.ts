import type { BrokerContext } from '../context.ts';
import { tellAnnouncements } from '../domains/announcements/index.ts';
import { tellLowBalances } from '../domains/notifications/index.ts';
import type { Loop } from './loop.ts';

/** A round tells so many batches, so that a process that stops has not long to wait. */
const batchesMax = 10;

/** Tells members of announcements that have started, batch after batch. */
export function createTellAnnouncements(ctx: BrokerContext): Loop['run'] {
  return async () => {
    for (let told = 0; told < batchesMax && (await tellAnnouncements(ctx));) told += 1;
  };
}

/** Tells members whose coins run low. */
export function createTellLowBalances(ctx: BrokerContext): Loop['run'] {
  return async () => {
    await tellLowBalances(ctx);
  };
}
