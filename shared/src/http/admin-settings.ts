import { z } from 'zod';

/** What this house calls itself. */
export const GeneralSettings = z.object({
  name: z.string().trim().min(1, 'must not be empty').max(60, 'at most 60 characters').default('Coinslot'),
  /** Whom members ask: a sentence, an e-mail address or a link. Empty = nobody is named. */
  supportContact: z.string().trim().max(200, 'at most 200 characters').default(''),
});
export type GeneralSettings = z.infer<typeof GeneralSettings>;

export const MemberSettings = z.object({
  /** False = nobody new: neither by e-mail nor by a provider. */
  signUpOpen: z.boolean().default(true),
  /** True = who has not confirmed the e-mail address can buy nothing and gets no welcome coins yet. */
  emailMustBeVerified: z.boolean().default(false),
  /** True = members with any admin permission need a second factor before an admin page opens. */
  adminsNeedSecondFactor: z.boolean().default(false),
  /** Machines of one member at once; null = as the server's configuration says. */
  activeMachinesMax: z
    .int('must be a whole number')
    .min(0, 'must be 0 or more')
    .max(1000, 'at most 1000')
    .nullable()
    .default(null),
});
export type MemberSettings = z.infer<typeof MemberSettings>;

/** Coins for every new member, until so many have had them. 0 coins = none. */
export const WelcomeSettings = z.object({
  coins: z
    .int('must be a whole number')
    .min(0, 'must be 0 or more')
    .max(100_000, 'at most 100,000')
    .default(50),
  grantsMax: z
    .int('must be a whole number')
    .min(0, 'must be 0 or more')
    .max(10_000_000, 'at most 10,000,000')
    .default(100_000),
});
export type WelcomeSettings = z.infer<typeof WelcomeSettings>;

/** Terms or privacy, as Markdown. */
export const PageSettings = z.object({
  markdown: z.string().trim().min(1, 'must not be empty').max(100_000, 'at most 100,000 characters'),
});
export type PageSettings = z.infer<typeof PageSettings>;

/** Every group of settings that an admin edits on a page of its own. */
export const settingsGroups = {
  general: GeneralSettings,
  members: MemberSettings,
  welcome: WelcomeSettings,
  terms: PageSettings,
  privacy: PageSettings,
} as const;
export const SettingsGroup = z.enum(['general', 'members', 'welcome', 'terms', 'privacy']);
export type SettingsGroup = z.infer<typeof SettingsGroup>;

/** One group as it is now. `revision` 0 = never changed: what stands there came with the software. */
export function settingsOf<Values extends z.ZodType>(values: Values) {
  return z.object({
    values,
    revision: z.int().nonnegative(),
    updatedAt: z.iso.datetime().nullable(),
    updatedBy: z.string().nullable(),
  });
}

/** `GET /api/v1/admin/settings` (admin.settings.read). */
export const AdminSettings = z.object({
  general: settingsOf(GeneralSettings),
  members: settingsOf(MemberSettings).extend({
    /** What `activeMachinesMax: null` means on this server. */
    activeMachinesMaxByDefault: z.int().nonnegative(),
    /** Members who have not confirmed their address: with `emailMustBeVerified` they can buy nothing until they do. */
    unconfirmed: z.int().nonnegative(),
    /** No mail goes out, and should: `emailMustBeVerified` is then not switched on (409 not_configured). */
    mailMissing: z.boolean(),
  }),
  welcome: settingsOf(WelcomeSettings).extend({
    /** How many members have had welcome coins. */
    granted: z.int().nonnegative(),
  }),
  terms: settingsOf(PageSettings),
  privacy: settingsOf(PageSettings),
});
export type AdminSettings = z.infer<typeof AdminSettings>;

/**
 * `PUT /api/v1/admin/settings/{general,members,welcome,terms,privacy}` (admin.settings.write, fresh) `{values, revision}`, answers AdminSettings;
 * 409 edited_meanwhile when `revision` is not the present one. Counts at every broker within a second.
 */
export function editSettingsOf<Values extends z.ZodType>(values: Values) {
  return z.object({ values, revision: z.int().nonnegative() });
}
