import { z } from 'zod';
import { ApiKey, ApiKeyDays, ApiKeyScope, ApiKeyScopes } from './api-keys.ts';
import { PlainLine } from './plain-line.ts';

/** Eight letters without look-alikes, shown as `BCDF-GHJK`. Spelled in any way: case, spaces and the dash do not matter. */
export const UserCode = z
  .string()
  .max(40)
  .transform((text) => text.toUpperCase().replace(/[^A-Z]/g, ''))
  .pipe(z.string().regex(/^[BCDFGHJKLMNPQRSTVWXZ]{8}$/, 'has eight letters'));
export type UserCode = z.infer<typeof UserCode>;

/**
 * `POST /api/v1/device/code` (public): the device grant of RFC 8628, with this API's JSON and problem documents. `host` names the
 * computer that asks; the key will be called `coinslot on <host>`.
 */
export const DeviceCodeRequest = z.object({
  host: PlainLine.min(1).max(60),
  scopes: ApiKeyScopes,
  expiresInDays: ApiKeyDays.default(90),
});
export type DeviceCodeRequest = z.infer<typeof DeviceCodeRequest>;

/** What a program shows (`userCode`, `verificationUrl`) and keeps to itself (`deviceCode`). */
export const DeviceCode = z.object({
  deviceCode: z.string(),
  userCode: z.string(),
  verificationUrl: z.url(),
  /** The same with the code in it: nothing to type. */
  verificationUrlComplete: z.url(),
  expiresInSeconds: z.int().positive(),
  /** How long to wait between two questions. */
  intervalSeconds: z.int().positive(),
});
export type DeviceCode = z.infer<typeof DeviceCode>;

/**
 * `POST /api/v1/device/token` (public): asked again and again until it answers. Errors have the RFC's names: `authorization_pending`;
 * `slow_down` (`params.intervalSeconds` from then on); `access_denied`; `expired_token` (too late, unknown, or delivered already).
 */
export const DeviceTokenRequest = z.object({ deviceCode: z.string().min(20).max(200) });
export type DeviceTokenRequest = z.infer<typeof DeviceTokenRequest>;

/** The approved key, delivered once. */
export const DeviceToken = z.object({ secret: z.string(), apiKey: ApiKey });
export type DeviceToken = z.infer<typeof DeviceToken>;

/**
 * `GET /api/v1/device/:userCode` (a browser session): what the member is asked to approve. 404 = unknown, expired, or another member
 * decided. Guesses are limited.
 */
export const DeviceGrant = z.object({
  userCode: z.string(),
  /** Of the key that will be made. */
  name: z.string(),
  host: z.string(),
  scopes: z.array(ApiKeyScope),
  expiresInDays: z.int(),
  requestedAt: z.iso.datetime(),
  /** Of the program that asks. A member compares it: is it my computer? */
  requestedFrom: z.string(),
  expiresAt: z.iso.datetime(),
  state: z.enum(['pending', 'approved', 'denied']),
});
export type DeviceGrant = z.infer<typeof DeviceGrant>;

/** `POST /api/v1/device/approve` (204, fresh): with the scopes that the page showed, or fewer. */
export const ApproveDeviceRequest = z.object({ userCode: UserCode, scopes: ApiKeyScopes });
export type ApproveDeviceRequest = z.infer<typeof ApproveDeviceRequest>;

/** `POST /api/v1/device/deny` (204). */
export const DenyDeviceRequest = z.object({ userCode: UserCode });
export type DenyDeviceRequest = z.infer<typeof DenyDeviceRequest>;
