import { z } from 'zod';
import { SignInProvider } from './sign-in.ts';

/** One thing that was tried, in words for the admin who has to mend it. */
export const SetupTestStep = z.object({
  name: z.string(),
  ok: z.boolean(),
  /** What was found and, when it is not right, what to do. */
  detail: z.string(),
});
export type SetupTestStep = z.infer<typeof SetupTestStep>;

/** `POST /api/v1/admin/sign-in/:provider/test` and `POST /api/v1/admin/discord/test`: really asks the provider. Steps stop at the first failure that hides the rest. */
export const SetupTest = z.object({
  at: z.iso.datetime(),
  ok: z.boolean(),
  steps: z.array(SetupTestStep),
});
export type SetupTest = z.infer<typeof SetupTest>;

/** How one provider is set up. There is no way to read its secret back. */
export const ProviderSettings = z.object({
  id: SignInProvider,
  name: z.string(),
  /** Whether the sign-in page offers it; only with credentials. */
  enabled: z.boolean(),
  clientId: z.string(),
  hasSecret: z.boolean(),
  /** Exactly what has to be entered at the provider. */
  redirectUrl: z.url(),
  /** Where at the provider. */
  setupUrl: z.url(),
  scopes: z.array(z.string()),
  /** `environment` = the variables BROKER_<PROVIDER>_CLIENT_ID and _SECRET; saving here takes their place. */
  source: z.enum(['settings', 'environment', 'none']),
  /** 0 = never saved here. */
  revision: z.int().nonnegative(),
  lastTest: SetupTest.nullable(),
});
export type ProviderSettings = z.infer<typeof ProviderSettings>;

/** `GET /api/v1/admin/sign-in` (admin.settings.read). */
export const ProviderSettingsList = z.object({ items: z.array(ProviderSettings) });
export type ProviderSettingsList = z.infer<typeof ProviderSettingsList>;

/**
 * `PUT /api/v1/admin/sign-in/:provider` → ProviderSettings (admin.settings.write, fresh): without `clientSecret` the present one stays. Errors:
 * edited_meanwhile, last_way_in (409: switching it off would lock members out who have no other way in; `force` does it all the same),
 * invalid_request.
 */
export const EditProviderRequest = z
  .object({
    enabled: z.boolean(),
    clientId: z
      .string()
      .trim()
      .max(300)
      .regex(/^[\x21-\x7e]*$/, 'must be without spaces, as the provider shows it'),
    clientSecret: z
      .string()
      .trim()
      .min(8, 'is too short for a client secret')
      .max(500)
      .regex(/^[\x21-\x7e]*$/, 'must be without spaces, as the provider shows it')
      .optional(),
    revision: z.int().nonnegative(),
    force: z.boolean().default(false),
  })
  .refine(({ enabled, clientId }) => !enabled || clientId !== '', {
    path: ['clientId'],
    message: 'is needed to switch it on',
  });
export type EditProviderRequest = z.infer<typeof EditProviderRequest>;
