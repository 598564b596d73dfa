import { z } from 'zod';
import { PlainLine } from './plain-line.ts';

/**
 * What an API key may do, reads and writes apart. A key never does more than its member: `admin` is what the member's own roles
 * allow at that moment. Security, sessions, sign-in and API keys themselves are for browsers only: no scope opens them.
 */
export const ApiKeyScope = z.enum([
  'account.read',
  'products.read',
  'machines.read',
  'machines.write',
  /** A terminal on, and a connection to, the member's own machines. */
  'machines.connect',
  'wallet.read',
  'vouchers.redeem',
  'notifications.read',
  'admin',
]);
export type ApiKeyScope = z.infer<typeof ApiKeyScope>;

/** What is ticked when a member makes a key: enough to look, too little to spend. */
export const narrowestScopes = ['products.read', 'machines.read'] as const satisfies readonly ApiKeyScope[];

export const apiKeyDaysMax = 365;
/** How many keys that work a member may have at once. */
export const apiKeysPerMemberMax = 20;

/** At least one, each once. */
export const ApiKeyScopes = z
  .array(ApiKeyScope)
  .min(1, 'choose one or more')
  .transform((scopes) => ApiKeyScope.options.filter((scope) => scopes.includes(scope)));
export const ApiKeyDays = z.int().min(1).max(apiKeyDaysMax);

/** Why a key is over before its time: `restored` = the house was restored from a backup, and nobody knows what was revoked since. */
export const ApiKeyEndedReason = z.enum(['restored']);
export type ApiKeyEndedReason = z.infer<typeof ApiKeyEndedReason>;

/**
 * A key as its member sees it, and the answer of `GET /api/v1/api-key`: the key that asks. `DELETE /api/v1/api-key` revokes that one
 * (204): a program signs itself out. The secret itself is shown once and kept only as its SHA-256.
 */
export const ApiKey = z.object({
  id: z.uuid(),
  name: z.string(),
  /** `cs_` and the eight characters by which a member knows it again. */
  prefix: z.string(),
  scopes: z.array(ApiKeyScope),
  createdAt: z.iso.datetime(),
  /** From here on it answers 401. Expired keys stay in the list for 30 days. */
  expiresAt: z.iso.datetime(),
  /** Right to the minute; null = never used. */
  lastUsedAt: z.iso.datetime().nullable(),
  lastUsedAddress: z.string().nullable(),
  /** A house of before it was said says nothing. */
  endedReason: ApiKeyEndedReason.nullable().default(null),
});
export type ApiKey = z.infer<typeof ApiKey>;

/** `GET /api/v1/api-keys`: the newest first; revoked ones are gone. */
export const ApiKeyList = z.object({ items: z.array(ApiKey) });
export type ApiKeyList = z.infer<typeof ApiKeyList>;

/** `POST /api/v1/api-keys` (201, Idempotency-Key; fresh). `api_key_limit` when there are too many. */
export const CreateApiKeyRequest = z.object({
  name: PlainLine.min(1).max(80),
  scopes: ApiKeyScopes,
  expiresInDays: ApiKeyDays,
});
export type CreateApiKeyRequest = z.infer<typeof CreateApiKeyRequest>;

/** The only answer with the secret (`cs_…`, sent as `Authorization: Bearer cs_…`). A repeat gets null: it was shown already. */
export const CreatedApiKey = ApiKey.extend({
  secret: z.string().nullable(),
  secretAlreadyShown: z.boolean(),
});
export type CreatedApiKey = z.infer<typeof CreatedApiKey>;
