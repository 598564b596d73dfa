import { Machine } from '@coinslot/shared/http/machines.ts';
import { z } from 'zod';
import { recipeCan } from '../recipe-can.ts';
import { IsoTime } from './iso-time.ts';

/**
 * What is known of a machine at its purchase, as `buy_machine` tells it and as the Idempotency-Key keeps it: a repeat shows the same
 * machine as the first answer. The defaults are for answers that were kept before 0009, which were whole machines.
 */
export const BoughtMachine = Machine.pick({
  id: true,
  name: true,
  productId: true,
  productName: true,
  durationMinutes: true,
}).extend({
  requestedAt: IsoTime,
  charge: Machine.shape.charge.unwrap(),
  refundsUnusedOnStop: z.boolean().default(false),
  recipe: z.string().default(''),
  extensionMinutes: z.int().nullable().default(null),
  extensionPrice: z.int().nullable().default(null),
  idleMinutes: z.int().nullable().default(null),
});
export type BoughtMachine = z.output<typeof BoughtMachine>;

/** The answer to a purchase: the owner's view of a machine that was just queued, but for its place, which follows in the live data. */
export function showBoughtMachine(bought: BoughtMachine): Machine {
  const { recipe, extensionMinutes, extensionPrice, idleMinutes, ...known } = bought;
  return {
    ...known,
    state: 'queued',
    endReason: null,
    endDetail: null,
    assignedAt: null,
    readyAt: null,
    expiresAt: null,
    endedAt: null,
    queue: null,
    attempt: 1,
    steps: [],
    canCancel: true,
    canStop: false,
    extension: offerLater(recipe, extensionMinutes, extensionPrice),
    autoExtend: false,
    autoExtendStopped: null,
    restart: { canRestart: false, pendingSince: null, failure: null },
    health: null,
    idle: idleMinutes === null ? null : { limitMinutes: idleMinutes, since: null, endsAt: null },
    needsOperatorUntil: null,
    hasTerminal: false,
    logBytes: 0,
    logCapped: false,
  };
}

function offerLater(recipe: string, minutes: number | null, price: number | null): Machine['extension'] {
  if (minutes === null || price === null || !recipeCan(recipe, 'extends')) return null;
  return { minutes, price, canExtend: false, whyNot: 'not_ready', latestEndAt: null, pending: null };
}
