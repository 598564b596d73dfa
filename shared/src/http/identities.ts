import { z } from 'zod';
import { OwnPath, SignInProvider } from './sign-in.ts';

/** A provider's account that opens this account. */
export const Identity = z.object({
  id: z.uuid(),
  provider: SignInProvider,
  /** How the person is called there, as of the last sign-in; null when it was never told. */
  subjectName: z.string().nullable(),
  linkedAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime().nullable(),
  canUnlink: z.boolean(),
  /** Why it cannot be unlinked; null when it can. `last_way_in`: no password, passkey or other identity is left. */
  why: z.enum(['last_way_in']).nullable(),
});
export type Identity = z.infer<typeof Identity>;

/**
 * `GET /api/v1/account/identities`: the linked ones, and those that could be linked.
 * `DELETE /api/v1/account/identities/:id` (204, fresh): last_way_in (409), not_found.
 */
export const IdentityList = z.object({
  items: z.array(Identity),
  linkable: z.array(z.object({ id: SignInProvider, name: z.string() })),
});
export type IdentityList = z.infer<typeof IdentityList>;

/** `POST /api/v1/account/identities/:provider/link` → ProviderRedirect (fresh): already_linked (409), not_configured (409). */
export const LinkIdentityRequest = z.object({ returnTo: OwnPath });
export type LinkIdentityRequest = z.infer<typeof LinkIdentityRequest>;
