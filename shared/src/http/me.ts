import { z } from 'zod';
import { Permission } from '../permissions.ts';
import { MemberPerks } from './perks.ts';
import { ViewingAs } from './view-as.ts';
import { Wallet } from './wallet.ts';

/** `GET /api/v1/me`: who is signed in, what they may do, and their wallet. 401 when nobody is. */
export const Me = z.object({
  id: z.uuid(),
  name: z.string(),
  email: z.string(),
  emailVerified: z.boolean(),
  /** The site asks for a verified address and this one is not: nothing can be bought until it is, and welcome coins come then. */
  emailConfirmationNeeded: z.boolean(),
  /** The site asks admins for a second factor and this one has none: admin pages answer `second_factor_needed` until it is set up. */
  secondFactorNeeded: z.boolean(),
  permissions: z.array(Permission),
  wallet: Wallet,
  limits: z.object({ activeMachines: z.int(), activeMachinesMax: z.int() }),
  perks: MemberPerks,
  /** The site has terms of a later revision than this member accepted, or has its own since they came. Null = nothing to accept. */
  termsChanged: z.object({ revision: z.int().positive() }).nullable(),
  /** An admin looks through this member's eyes: nothing can be changed. Null = it is the member. */
  viewingAs: ViewingAs.nullable(),
});
export type Me = z.infer<typeof Me>;
