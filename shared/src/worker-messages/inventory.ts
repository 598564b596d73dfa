import { z } from 'zod';
import { ProvisionFailure } from '../states/provision-failure.ts';
import { SeatCookies } from './seat-cookies.ts';

/** Names one inventory: a seat at one epoch (fencing token of its inventories, apart from that of any machine). */
export const InventoryEpoch = z.object({ seatId: z.uuid(), epoch: z.int().positive().max(2_147_483_647) });
export type InventoryEpoch = z.infer<typeof InventoryEpoch>;

/**
 * So many lines one answer holds. A broker says so in its orders (`linesMax`); from one that does not, and so took 200, no more are accepted.
 */
export const inventoryLinesMax = 2000;
export const inventoryLinesMaxUnsaid = 200;

/**
 * Broker → worker, within `desired`: look at what the lab lists for this seat, and end what of it is named in `ends`. It takes no slot.
 * How much time is left for it the answers to heartbeats tell: no click later. The result is repeated as long as the order is.
 */
export const InventoryOrder = InventoryEpoch.extend({
  lab: z.object({
    id: z.uuid(),
    recipe: z.string(),
    baseUrl: z.url(),
    stealth: z.boolean(),
  }),
  seat: z.object({
    username: z.string(),
    password: z.string(),
    cookies: SeatCookies.nullable(),
  }),
  /** Only while the lab lists exactly this pair as running. */
  ends: z.array(z.object({ labRef: z.string(), label: z.string() })).max(20),
  /** How many lines the answer may hold. */
  linesMax: z.int().positive().optional(),
});
export type InventoryOrder = z.infer<typeof InventoryOrder>;

/** One line of a lab's list that runs, or is about to or ceases to. */
export const InventoryListing = z.object({
  labRef: z.string().max(200),
  label: z.string().max(200),
  state: z.enum(['starting', 'live', 'restarting', 'ending']),
});
export type InventoryListing = z.infer<typeof InventoryListing>;

/**
 * What came of one end. `ended`: the lab confirmed it. `absent`: the lab knows it no more. `changed`: its label is another one now, so it
 * was not touched. What the list did not show has no line here.
 */
export const InventoryEnd = z.object({
  labRef: z.string().max(200),
  outcome: z.enum(['ended', 'absent', 'changed', 'failed']),
  failure: ProvisionFailure.nullable(),
});
export type InventoryEnd = z.infer<typeof InventoryEnd>;

/** Worker → broker: what the lab listed, before anything was ended. */
export const InventoryResult = InventoryEpoch.extend({
  type: z.literal('inventory_result'),
  result: z.discriminatedUnion('outcome', [
    z.object({
      outcome: z.literal('listed'),
      /** False = the lab lists more than was told. */
      isComplete: z.boolean(),
      /** All lines, also of what has ended. */
      lines: z.int().nonnegative(),
      listings: z.array(InventoryListing).max(inventoryLinesMax),
    }),
    z.object({ outcome: z.literal('failed'), failure: ProvisionFailure, message: z.string().max(2000) }),
  ]),
  ends: z.array(InventoryEnd).max(20),
  /** What this sign-in left, null = the kept ones did not open the lab; absent = as they were. */
  cookies: SeatCookies.nullable().optional(),
});
export type InventoryResult = z.infer<typeof InventoryResult>;
