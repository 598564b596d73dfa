import type { BrokerContext } from '../context.ts';
import { syncDueMembers } from '../domains/discord/index.ts';
import type { Loop } from './loop.ts';

/** Reads the Discord roles of members whose turn it is, a few in each round. */
export function createSyncDiscord(ctx: BrokerContext): Loop['run'] {
  return async () => {
    await syncDueMembers(ctx);
  };
}
