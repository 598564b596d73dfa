import { ChargeKind, ChargeState } from '@coinslot/shared/states/charge.ts';
import { z } from 'zod';

/** What a machine costs, and where those coins are. All amounts are coins. */
export const Charge = z.object({
  id: z.uuid(),
  machineId: z.uuid(),
  userId: z.uuid(),
  kind: ChargeKind,
  price: z.int().nonnegative(),
  fromEarned: z.int().nonnegative(),
  fromBought: z.int().nonnegative(),
  refundedEarned: z.int().nonnegative(),
  refundedBought: z.int().nonnegative(),
  state: ChargeState,
});
export type Charge = z.infer<typeof Charge>;
