import { z } from 'zod';
import { PlainLine } from './plain-line.ts';
import { SignInProvider } from './sign-in.ts';

const passwordLength = { least: 10, most: 200 };

/** A password that is chosen anew. */
export const NewPassword = z
  .string()
  .min(passwordLength.least, `has ${passwordLength.least} characters or more`)
  .max(passwordLength.most, `has at most ${passwordLength.most} characters`);
/** An address as it is kept: without spaces around it, in small letters. */
export const EmailAddress = z
  .string()
  .trim()
  .toLowerCase()
  .max(254, 'is too long')
  .pipe(z.email('is not an e-mail address'));
export const MemberName = PlainLine.min(1, 'must not be empty').max(80, 'has at most 80 characters');

/** How a session began. `registration` = with the sign-up itself. */
export const SignedInBy = z.enum(['password', 'passkey', 'discord', 'google', 'x', 'registration']);
export type SignedInBy = z.infer<typeof SignedInBy>;

/** `POST /api/auth/sign-in/email` → SignInAnswer. `invalid_credentials`, `account_disabled`, `rate_limited`. */
export const SignInRequest = z.object({
  email: z.string().trim().toLowerCase().min(3, 'is not an e-mail address').max(254, 'is too long'),
  password: z.string().min(1, 'must not be empty').max(passwordLength.most, 'is too long'),
});
export type SignInRequest = z.infer<typeof SignInRequest>;

/**
 * What follows a way in. `done` = the session's cookie is set; `second_factor` = a cookie for five minutes is set, and
 * `POST /api/v1/sign-in/second-factor` asks for the code.
 */
export const SignInAnswer = z.object({ next: z.enum(['done', 'second_factor']) });
export type SignInAnswer = z.infer<typeof SignInAnswer>;

/**
 * `POST /api/auth/sign-up/email` → SignUpAnswer. `termsAccepted` must be true where the site has terms (else `invalid_request` at
 * `/termsAccepted`). `email_taken` only where mail is not set up; `sign_up_closed` when the admins closed it.
 */
export const SignUpRequest = z.object({
  name: MemberName,
  email: EmailAddress,
  password: NewPassword,
  termsAccepted: z.boolean().default(false),
});
export type SignUpRequest = z.infer<typeof SignUpRequest>;

/**
 * `done` = registered and signed in. `check_email` = where mail is set up, always: a link was sent (to an address with an account, a
 * note that it has one), and the account is made when the link is opened.
 */
export const SignUpAnswer = z.object({ next: z.enum(['done', 'check_email']) });
export type SignUpAnswer = z.infer<typeof SignUpAnswer>;

/** Six digits from an authenticator app; spaces do not matter. */
export const TotpCode = z
  .string()
  .max(20)
  .transform((text) => text.replace(/\s/g, ''))
  .pipe(z.string().regex(/^\d{6}$/, 'has six digits'));
/** Ten letters and digits, shown as `ABCDE-FGHJK`; case, spaces and the dash do not matter. */
export const RecoveryCode = z
  .string()
  .max(40)
  .transform((text) => text.toUpperCase().replace(/[^A-Z0-9]/g, ''))
  .pipe(z.string().regex(/^[A-Z0-9]{10}$/, 'has ten letters and digits'));

/** `POST /api/v1/sign-in/second-factor` (public, by the cookie of SignInAnswer) → SignInAnswer `done`. `sign_in_expired` = start anew. */
export const SecondFactorRequest = z.union([
  z.strictObject({ code: TotpCode }),
  z.strictObject({ recoveryCode: RecoveryCode }),
]);
export type SecondFactorRequest = z.infer<typeof SecondFactorRequest>;

/** `GET /api/v1/account`. */
export const Account = z.object({
  name: z.string(),
  email: z.string(),
  emailVerified: z.boolean(),
  /** A changed address that still waits for its link to be opened. */
  pendingEmail: z.string().nullable(),
  hasPassword: z.boolean(),
  totp: z.object({ enabled: z.boolean(), recoveryCodesLeft: z.int().nonnegative() }),
  passkeys: z.int().nonnegative(),
  /** How this session may be confirmed anew (POST /api/v1/account/confirm). `sign_in_again` = only by signing out and in. */
  confirmBy: z.array(z.enum(['password', 'code', 'passkey', 'sign_in_again'])),
  createdAt: z.iso.datetime(),
  termsAcceptedAt: z.iso.datetime().nullable(),
});
export type Account = z.infer<typeof Account>;

/** `POST /api/v1/account/terms/accept` (204): of the revision that was read; `edited_meanwhile` when there is a later one. */
export const AcceptTermsRequest = z.object({ revision: z.int().positive() });
export type AcceptTermsRequest = z.infer<typeof AcceptTermsRequest>;

/** `PUT /api/v1/account/profile` (204). */
export const ProfileRequest = z.object({ name: MemberName });
export type ProfileRequest = z.infer<typeof ProfileRequest>;

/** `POST /api/v1/account/email/verification` (202, no body): sends the link anew; at most three an hour. */

/**
 * `POST /api/v1/email/verify` (public): what stands behind `token=` in the link. The page posts it when its button is pressed. The link of a
 * registration (`for=registration` stands in it) wants the password that was typed then: whoever only reads the mail cannot know whose
 * registration it is. Without it, or with another one, `invalid_request` at `/password`, and the link stays as it was.
 */
export const EmailTokenRequest = z.object({
  token: z.string().min(20).max(200),
  password: z.string().min(1).max(200).optional(),
});
export type EmailTokenRequest = z.infer<typeof EmailTokenRequest>;
/** What the link was for: a new account (sign in next), the account's address, or a changed address. `link_invalid` when too old or used. */
export const EmailVerified = z.object({
  done: z.enum(['registered', 'verified', 'changed']),
  email: z.string(),
});
export type EmailVerified = z.infer<typeof EmailVerified>;

/** `POST /api/v1/account/email` (202, fresh): sends a link to the new address; until it is opened the old one stays. */
export const ChangeEmailRequest = z.object({ email: EmailAddress });
export type ChangeEmailRequest = z.infer<typeof ChangeEmailRequest>;

/** `POST /api/v1/password/forgot` (public): always 202, whoever asks. */
export const ForgotPasswordRequest = z.object({ email: EmailAddress });
export type ForgotPasswordRequest = z.infer<typeof ForgotPasswordRequest>;
/** `POST /api/v1/password/reset` (public) → PasswordReset: ends all sessions and revokes all API keys. `link_invalid` when too old or used. */
export const ResetPasswordRequest = z.object({
  token: z.string().min(20).max(200),
  password: NewPassword,
});
export type ResetPasswordRequest = z.infer<typeof ResetPasswordRequest>;
/**
 * What opens the account beside the new password: whoever had it in other hands may have left something there. Nothing of an account
 * whose address was never proven before: who proves it is its owner, and all other ways in are taken away.
 */
export const WaysLeft = z.object({ providers: z.array(SignInProvider), passkeys: z.int().nonnegative() });
export type WaysLeft = z.infer<typeof WaysLeft>;
export const PasswordReset = z.object({ waysLeft: WaysLeft });
export type PasswordReset = z.infer<typeof PasswordReset>;
/**
 * `POST /api/v1/account/password` (204, fresh): changes the password, or adds the first one (`current` null). Ends all other sessions.
 * A wrong `current` is `invalid_request` at `/current`.
 */
export const ChangePasswordRequest = z.object({ current: z.string().max(200).nullable(), next: NewPassword });
export type ChangePasswordRequest = z.infer<typeof ChangePasswordRequest>;

/**
 * What navigator.credentials gave, as JSON (PublicKeyCredential.toJSON or @simplewebauthn/browser). Checked by the WebAuthn library;
 * here only its size and the fields that it looks at.
 */
export const PasskeyResponse = z
  .looseObject({
    id: z.string().min(1).max(2000),
    rawId: z.string().min(1).max(2000),
    type: z.literal('public-key'),
    response: z.looseObject({ clientDataJSON: z.string().max(20_000) }),
  })
  .describe('PublicKeyCredential as JSON');
export type PasskeyResponse = z.infer<typeof PasskeyResponse>;
/** PublicKeyCredentialCreationOptionsJSON or …RequestOptionsJSON, to hand to the browser. The challenge works once, for five minutes. */
export const PasskeyOptions = z.looseObject({ challenge: z.string() });
export type PasskeyOptions = z.infer<typeof PasskeyOptions>;

/** `POST /api/v1/account/confirm` (204): this session counts as fresh for ten minutes. `confirmation_wrong`, `rate_limited`. */
export const ConfirmRequest = z.union([
  z.strictObject({ password: z.string().min(1).max(200) }),
  z.strictObject({ code: TotpCode }),
  z.strictObject({ passkey: PasskeyResponse }),
]);
export type ConfirmRequest = z.infer<typeof ConfirmRequest>;
/** `POST /api/v1/account/confirm/passkey-options` → PasskeyOptions of this member's passkeys. */

/** `POST /api/v1/account/totp` (fresh): a new secret that waits for its first code. `uri` is what the QR code says. */
export const TotpEnrolment = z.object({ secret: z.string(), uri: z.string() });
export type TotpEnrolment = z.infer<typeof TotpEnrolment>;
/** `POST /api/v1/account/totp/confirm` (fresh) → RecoveryCodes. `code_wrong`. */
export const ConfirmTotpRequest = z.object({ code: TotpCode });
export type ConfirmTotpRequest = z.infer<typeof ConfirmTotpRequest>;
/** Ten codes, each good once, shown this once. Also `POST /api/v1/account/totp/recovery-codes` (fresh), which voids the earlier ones. */
export const RecoveryCodes = z.object({ recoveryCodes: z.array(z.string()) });
export type RecoveryCodes = z.infer<typeof RecoveryCodes>;
/** `DELETE /api/v1/account/totp` (204, fresh). `second_factor_needed` for an admin where the site asks admins for one. */

export const Passkey = z.object({
  id: z.uuid(),
  name: z.string(),
  createdAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime().nullable(),
  /** Kept by a password manager on several devices, not by one device alone. */
  synced: z.boolean(),
  canRemove: z.boolean(),
});
export type Passkey = z.infer<typeof Passkey>;
/** `GET /api/v1/account/passkeys`. */
export const PasskeyList = z.object({ items: z.array(Passkey) });
export type PasskeyList = z.infer<typeof PasskeyList>;
export const PasskeyName = PlainLine.min(1, 'must not be empty').max(60, 'has at most 60 characters');
/**
 * `POST /api/v1/account/passkeys/options` (fresh) → PasskeyOptions, then `POST /api/v1/account/passkeys` (201, fresh) → Passkey.
 * `passkey_refused` when the device's answer does not fit.
 */
export const AddPasskeyRequest = z.object({ name: PasskeyName, response: PasskeyResponse });
export type AddPasskeyRequest = z.infer<typeof AddPasskeyRequest>;
/** `PUT /api/v1/account/passkeys/:id` (204). `DELETE` (204, fresh): `last_way_in` for the last one of an account without another way. */
export const RenamePasskeyRequest = z.object({ name: PasskeyName });
export type RenamePasskeyRequest = z.infer<typeof RenamePasskeyRequest>;
/** `POST /api/v1/sign-in/passkey/options` (public) → PasskeyOptions, then `POST /api/v1/sign-in/passkey` → SignInAnswer `done`. */
export const PasskeySignInRequest = z.object({ response: PasskeyResponse });
export type PasskeySignInRequest = z.infer<typeof PasskeySignInRequest>;

/** One signed-in browser. */
export const AccountSession = z.object({
  id: z.uuid(),
  current: z.boolean(),
  createdAt: z.iso.datetime(),
  /** Right to the minute. */
  lastSeenAt: z.iso.datetime(),
  address: z.string().nullable(),
  /** In words: `Firefox on Windows`. */
  device: z.string(),
  signedInBy: SignedInBy.nullable(),
});
export type AccountSession = z.infer<typeof AccountSession>;
/**
 * `GET /api/v1/account/sessions`: this one first, then the last seen. `DELETE /api/v1/account/sessions/:id` (204, also this one) and
 * `POST /api/v1/account/sessions/end-others` → EndedSessions.
 */
export const AccountSessionList = z.object({ items: z.array(AccountSession) });
export type AccountSessionList = z.infer<typeof AccountSessionList>;
export const EndedSessions = z.object({ ended: z.int().nonnegative() });
export type EndedSessions = z.infer<typeof EndedSessions>;
