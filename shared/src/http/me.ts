import { z } from 'zod';
import { Permission } from '../permissions.ts';
import { Wallet } from './wallet.ts';

/** `GET /api/v1/me`: who is signed in, what they may do, and their wallet. 401 when nobody is. */
export const Me = z.object({
  id: z.uuid(),
  name: z.string(),
  email: z.string(),
  permissions: z.array(Permission),
  wallet: Wallet,
  limits: z.object({ activeMachines: z.int(), activeMachinesMax: z.int() }),
});
export type Me = z.infer<typeof Me>;
