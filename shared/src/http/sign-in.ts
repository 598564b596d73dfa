import { z } from 'zod';

/** Where an account may come from. The order is the one in which the page shows them. */
export const SignInProvider = z.enum(['discord', 'google', 'x']);
export type SignInProvider = z.infer<typeof SignInProvider>;

/** What a provider is called, everywhere. */
export const providerNames = {
  discord: 'Discord',
  google: 'Google',
  x: 'X',
} as const satisfies Record<SignInProvider, string>;

/**
 * A path of our own pages, with query and fragment: nothing that a browser could take for another site, and no API address.
 * For where to go after a sign-in.
 */
export const OwnPath = z
  .string()
  .max(500)
  .refine(isOwnPath, 'must be a path of this site, such as /machines');
export type OwnPath = z.infer<typeof OwnPath>;

/** `GET /api/v1/sign-in` (public): the ways in, for the sign-in page. */
export const SignInWays = z.object({
  /** Those that an admin switched on and that have credentials. */
  providers: z.array(z.object({ id: SignInProvider, name: z.string() })),
  /**
   * `reset` = a link to set a new password can reach somebody. `mailIsKept` = there is no mail server: in development, where this is
   * allowed, mail waits in the outbox for whoever runs the installation.
   */
  email: z.object({
    signIn: z.boolean(),
    signUp: z.boolean(),
    reset: z.boolean(),
    mailIsKept: z.boolean().default(false),
  }),
  passkeys: z.boolean(),
  /** True = over plain http on a network: anybody on the way can take the session. The page warns. */
  insecure: z.boolean(),
});
export type SignInWays = z.infer<typeof SignInWays>;

/**
 * `POST /api/v1/sign-in/:provider` (public): sets a cookie that binds the attempt to this browser for 10 minutes. Errors:
 * not_configured (409), provider_unavailable (503), rate_limited.
 */
export const StartSignInRequest = z.object({
  returnTo: OwnPath.default('/'),
  /** True where the page said that going on accepts the terms: needed only by whoever turns out to be new. */
  termsAccepted: z.boolean().default(false),
});
export type StartSignInRequest = z.infer<typeof StartSignInRequest>;

/** Where the browser is to go: `location.assign(url)`. */
export const ProviderRedirect = z.object({ url: z.url() });
export type ProviderRedirect = z.infer<typeof ProviderRedirect>;

/**
 * Why a browser that came back from a provider was not let in. A sign-in ends at `/sign-in?error=<this>&provider=<id>&returnTo=<path>`;
 * linking and the Discord consent end at the path that was asked for, with `?error=<this>&provider=<id>` (or `?done=linked|consented&provider=<id>`).
 * - `state_invalid`: too old, used already, another browser, or made up: begin again
 * - `access_denied`: the person said no at the provider
 * - `provider_refused`: the provider did not accept our request (credentials, redirect address): an admin must look
 * - `provider_answer_invalid`: the provider's answer failed a check (signature, issuer, audience, nonce, expiry)
 * - `provider_unavailable`: it did not answer in time, or is having trouble
 * - `account_disabled`
 * - `email_in_use`: an account has this e-mail: sign in there, then link the provider in the account's settings
 * - `sign_up_closed`: no account has this identity, and new members are not taken
 * - `terms_not_accepted`: no account has this identity, and the site's terms were not accepted
 * - `already_linked`: this identity belongs to another account, or this account has another identity of this provider
 * - `session_changed`: who began the linking is not who is signed in now
 * - `other_discord_account`: the consent was given with another Discord account than the linked one
 */
export const SignInError = z.enum([
  'state_invalid',
  'access_denied',
  'provider_refused',
  'provider_answer_invalid',
  'provider_unavailable',
  'account_disabled',
  'email_in_use',
  'sign_up_closed',
  'terms_not_accepted',
  'already_linked',
  'session_changed',
  'other_discord_account',
  'not_configured',
  'internal',
]);
export type SignInError = z.infer<typeof SignInError>;

function isOwnPath(path: string): boolean {
  // Browsers read a backslash as a slash and drop tabs and line ends: what is left could be another site.
  if (!/^\/(?![/\\])[\x21-\x7e]*$/.test(path) || path.includes('\\')) return false;
  const base = 'https://own.invalid';
  const parsed = URL.parse(path, base);
  return parsed?.origin === base && !/^\/{2}/.test(parsed.pathname) && !/^\/api(\/|$)/i.test(parsed.pathname);
}
