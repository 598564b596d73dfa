import { Machine } from '@coinslot/shared/http/machines.ts';
import { z } from 'zod';
import { IsoTime } from './iso-time.ts';
import { offerExtension, offerRestart } from './offers.ts';

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
  recipe: z.string().default(''),
  extensionMinutes: z.int().nullable().default(null),
  extensionPrice: z.int().nullable().default(null),
  idleMinutes: z.int().nullable().default(null),
});
export type BoughtMachine = z.output<typeof BoughtMachine>;

/** The answer to a purchase: the owner's view of a machine that was just queued, but for its place, which follows in the live data. */
export function showBoughtMachine(bought: BoughtMachine): Machine {
  const { recipe, extensionMinutes, extensionPrice, idleMinutes, ...known } = bought;
  const terms =
    extensionMinutes === null || extensionPrice === null
      ? null
      : {
          minutes: extensionMinutes,
          price: extensionPrice,
          leftMs: null,
          latestEndAt: null,
          reachesMaxLife: false,
          pending: null,
        };
  const around = { state: 'queued', recipe, terms, restart: null } as const;
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
    extension: offerExtension(around, 0),
    autoExtend: false,
    autoExtendStopped: null,
    restart: offerRestart(around),
    health: null,
    idle: idleMinutes === null ? null : { limitMinutes: idleMinutes, since: null, endsAt: null },
    logBytes: 0,
    logCapped: false,
  };
}
