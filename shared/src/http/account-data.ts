import { z } from 'zod';

/** `GET /api/v1/account/deletion`: what would happen, by numbers, before anything does. */
export const DeletionPreview = z.object({
  coinsLost: z.object({ earned: z.int(), bought: z.int(), held: z.int() }),
  /** Ended at once; unused time of bought machines is not paid back to anybody. */
  machinesRunning: z.array(z.object({ id: z.uuid(), productName: z.string(), state: z.string() })),
  machinesWaiting: z.int().nonnegative(),
  keysRevoked: z.int().nonnegative(),
  sessionsEnded: z.int().nonnegative(),
  /** The providers whose accounts are linked. */
  identitiesRemoved: z.array(z.string()),
  /** What stays, without the member's name: `transfers`, `machines`, `audit_lines`, `reward_marks`. */
  kept: z.array(z.enum(['transfers', 'machines', 'audit_lines', 'reward_marks'])),
  /** Empty when the account can be deleted. */
  blockedBy: z.array(z.enum(['last_admin', 'coins_owed'])),
  /** What must be typed: the e-mail address (unless the member has none), or the name; capitals do not matter. */
  typeOneOf: z.array(z.string()),
});
export type DeletionPreview = z.infer<typeof DeletionPreview>;

/**
 * `POST /api/v1/account/deletion` (202, fresh): begins at once and cannot be undone; all sessions end. `last_admin`; something else
 * typed is `invalid_request` at `/typed`.
 */
export const DeletionRequest = z.object({ typed: z.string().trim().min(1, 'must be typed').max(254) });
export type DeletionRequest = z.infer<typeof DeletionRequest>;

/** `GET /api/v1/account/export` (fresh): a JSON file (`coinslot-export.json`) with everything about the member. */
export const AccountExport = z.looseObject({
  exportedAt: z.iso.datetime(),
  profile: z.looseObject({ id: z.uuid(), name: z.string(), email: z.string() }),
});
export type AccountExport = z.infer<typeof AccountExport>;
