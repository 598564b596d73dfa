import { z } from 'zod';
import { CoinClass } from '../states/charge.ts';
import { SignedInBy } from './account-security.ts';
import { pageOf } from './page.ts';
import { Wallet } from './wallet.ts';

/** One row of the members' list. */
export const AdminUser = z.object({
  id: z.uuid(),
  name: z.string(),
  email: z.string(),
  roles: z.array(z.string()),
  createdAt: z.iso.datetime(),
  /** When a session of theirs was last used, right to the minute; null = never. */
  lastSeenAt: z.iso.datetime().nullable(),
  disabledAt: z.iso.datetime().nullable(),
  wallet: Wallet,
  activeMachines: z.int(),
});
export type AdminUser = z.infer<typeof AdminUser>;
export const AdminUserPage = pageOf(AdminUser);
export type AdminUserPage = z.infer<typeof AdminUserPage>;

/**
 * `GET /api/v1/admin/users` (admin.users.read). `search`: part of the name, the beginning of the e-mail address, the id, or the name or
 * subject at a provider (Discord).
 */
export const AdminUserQuery = z.object({
  search: z.string().trim().max(200).default(''),
  role: z.string().trim().max(80).optional(),
  state: z.enum(['all', 'enabled', 'disabled']).default('all'),
  coins: z.enum(['all', 'some', 'owing']).default('all'),
  sort: z.enum(['newest', 'coins', 'last_seen']).default('newest'),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(30),
});
export type AdminUserQuery = z.infer<typeof AdminUserQuery>;

/** `GET /api/v1/admin/users/:id`. `…/:id/machines` (admin.machines.read) answers an AdminMachinePage; transfers are at `/admin/wallets/:userId/transfers`. */
export const AdminUserDetail = AdminUser.extend({
  /** The highest of their roles; 0 = none. */
  rank: z.int().nonnegative(),
  emailVerified: z.boolean(),
  hasPassword: z.boolean(),
  secondFactor: z.boolean(),
  passkeys: z.int().nonnegative(),
  /** `provider`: discord, google, x. */
  identities: z.array(
    z.object({
      provider: z.string(),
      subject: z.string(),
      subjectName: z.string().nullable(),
      linkedAt: z.iso.datetime(),
    }),
  ),
  sessions: z.int().nonnegative(),
  machines: z.object({
    active: z.int().nonnegative(),
    total: z.int().nonnegative(),
    /** What was paid for those that are active and have become ready: not refunded when the account is disabled. */
    paidCoins: z.int().nonnegative(),
  }),
  notes: z.int().nonnegative(),
  activeMachinesMax: z.int().nonnegative(),
  disabled: z.object({ at: z.iso.datetime(), by: z.string().nullable(), reason: z.string() }).nullable(),
  /** It is the account of who asks. */
  isSelf: z.boolean(),
  /** Their rank is below the asker's: may be disabled, looked at, signed out. */
  isBelow: z.boolean(),
  /** They may be given roles and coins: `isBelow`, and for admins everybody, but oneself only coins. */
  isDecidedOn: z.boolean(),
});
export type AdminUserDetail = z.infer<typeof AdminUserDetail>;

/** `GET /api/v1/admin/users/:id/sessions` (admin.users.sessions). `DELETE …/sessions/:sessionId` and `POST …/sessions/end-all` (204), which revokes their API keys too. */
export const AdminUserSession = z.object({
  id: z.uuid(),
  createdAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  address: z.string().nullable(),
  userAgent: z.string().nullable(),
  /** The user agent in words: `Firefox on Windows`. */
  device: z.string(),
  signedInBy: SignedInBy.nullable(),
});
export type AdminUserSession = z.infer<typeof AdminUserSession>;
export const AdminUserSessionList = z.object({ items: z.array(AdminUserSession) });
export type AdminUserSessionList = z.infer<typeof AdminUserSessionList>;

/** `GET /api/v1/admin/users/:id/notes` (admin.users.read): newest first. What admins know of a member; never changed, never shown to them. */
export const UserNote = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  authorName: z.string(),
  text: z.string(),
});
export type UserNote = z.infer<typeof UserNote>;
export const UserNotePage = pageOf(UserNote);
export type UserNotePage = z.infer<typeof UserNotePage>;
/** `POST /api/v1/admin/users/:id/notes` (201, admin.users.notes, Idempotency-Key), answers the UserNote; `text` is empty in the answer to a repeat. */
export const AddUserNoteRequest = z.object({
  text: z.string().trim().min(1, 'must not be empty').max(4000, 'at most 4000 characters'),
});
export type AddUserNoteRequest = z.infer<typeof AddUserNoteRequest>;

const reason = z
  .string()
  .trim()
  .min(3, 'say why, in 3 characters or more')
  .max(500, 'at most 500 characters');

/**
 * `POST /api/v1/admin/users/:id/disable` and `…/enable` (admin.users.disable), answer AdminUserDetail. Disabling ends sessions and keys at
 * once and machines within seconds (`account_disabled`); held coins go back. Refused with `rank_too_low` for equals and above, with
 * `not_on_yourself`, with `last_admin`.
 */
export const DisableUserRequest = z.object({ reason });
export type DisableUserRequest = z.infer<typeof DisableUserRequest>;
export const EnableUserRequest = z.object({ reason });
export type EnableUserRequest = z.infer<typeof EnableUserRequest>;

/** `PUT /api/v1/admin/users/:id/roles` (admin.roles.write, fresh): all roles that they shall have from now on; answers AdminUserDetail. */
export const SetUserRolesRequest = z.object({
  roles: z.array(z.string().max(80)).max(50),
  /** The roles that the page showed: 409 edited_meanwhile when they are others by now. */
  knownRoles: z.array(z.string().max(80)).max(50),
  reason,
});
export type SetUserRolesRequest = z.infer<typeof SetUserRolesRequest>;

/**
 * `POST /api/v1/admin/wallets/:userId/adjustments` (Idempotency-Key): adds (`coins` > 0) or removes (< 0) coins of one class,
 * relative to what is there; the reason is kept for ever and the member sees it. `rank_too_low` for who does not rank below; admins may
 * to each other and to themselves.
 */
export const AdjustWalletRequest = z.object({
  coins: z
    .int()
    .min(-1_000_000)
    .max(1_000_000)
    .refine((coins) => coins !== 0, 'must not be 0'),
  class: CoinClass,
  reason: z.string().trim().min(3).max(500),
});
export type AdjustWalletRequest = z.infer<typeof AdjustWalletRequest>;
export const AdjustWalletResponse = z.object({ wallet: Wallet });
export type AdjustWalletResponse = z.infer<typeof AdjustWalletResponse>;
