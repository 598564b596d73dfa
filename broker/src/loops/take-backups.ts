import { backUpBySchedule } from '../backup/index.ts';
import type { BrokerContext } from '../context.ts';
import type { Loop } from './loop.ts';

/** Takes a backup when one is due. */
export function createTakeBackups(ctx: BrokerContext): Loop['run'] {
  return () => backUpBySchedule(ctx);
}
