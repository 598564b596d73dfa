import { z } from 'zod';

/** `GET /api/v1/me`: what this member's roles at the community's Discord give. Without perks: may buy, 0 %. */
export const MemberPerks = z.object({
  /** False only while the shop sells to holders of certain roles alone and this member has none of them. */
  mayBuy: z.boolean(),
  /** Off every product's price; the price that is left is rounded down. */
  discountPercent: z.int().min(0).max(100),
});
export type MemberPerks = z.infer<typeof MemberPerks>;
