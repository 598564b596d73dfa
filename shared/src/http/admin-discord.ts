import { z } from 'zod';

/** Discord's id of a guild, role or user. */
export const Snowflake = z.string().regex(/^\d{15,22}$/, 'must be the number that Discord shows as the id');
export type Snowflake = z.infer<typeof Snowflake>;

/** What holders of a role get. Of several roles the best of each counts. */
export const RolePerks = z.object({
  /** Matters only while the shop sells to members with such a role alone. */
  mayBuy: z.boolean(),
  /** How many machines at once; null = the setting for everybody. */
  activeMachinesMax: z.int().min(0).max(1000).nullable(),
  discountPercent: z.int().min(0).max(100),
});
export type RolePerks = z.infer<typeof RolePerks>;

export const PerkRule = z.object({
  roleId: Snowflake,
  roleName: z.string().trim().min(1).max(100),
  perks: RolePerks,
});
export type PerkRule = z.infer<typeof PerkRule>;

const terms = z.object({
  /** Null = no guild: nobody has perks. */
  guildId: Snowflake.nullable(),
  /** Giving consent also joins the guild (the bot needs the right to invite). */
  joinsGuild: z.boolean(),
  /** Only members with a role that says `mayBuy` may buy. */
  buyersOnlyWithPerk: z.boolean(),
  /** Shown to members who are not in the guild. */
  inviteUrl: z
    .string()
    .regex(
      /^https:\/\/(discord\.gg|discord\.com\/invite)\/[\w-]{2,60}$/,
      'must be like https://discord.gg/abc',
    )
    .nullable(),
  rules: z
    .array(PerkRule)
    .max(50)
    .refine((rules) => new Set(rules.map(({ roleId }) => roleId)).size === rules.length, {
      message: 'each role has one rule',
    }),
});

/** `GET /api/v1/admin/discord` (admin.settings.read). There is no way to read the bot's token back. */
export const DiscordSettings = terms.extend({
  revision: z.int().positive(),
  hasBotToken: z.boolean(),
  source: z.enum(['settings', 'environment', 'none']),
  guildName: z.string().nullable(),
  /**
   * Requests that Discord refused (401, 403, 429) in the last 10 minutes, over all brokers. At `limit` nothing is sent any more until they are
   * forgotten (`openUntil`): at 10,000 Discord bans the address.
   */
  breaker: z.object({
    refused: z.int().nonnegative(),
    limit: z.int().positive(),
    openUntil: z.iso.datetime().nullable(),
    pausedUntil: z.iso.datetime().nullable(),
  }),
  members: z.object({
    consented: z.int().nonnegative(),
    inGuild: z.int().nonnegative(),
    failing: z.int().nonnegative(),
    oldestSyncAt: z.iso.datetime().nullable(),
  }),
});
export type DiscordSettings = z.infer<typeof DiscordSettings>;

/**
 * `PUT /api/v1/admin/discord` → DiscordSettings (admin.settings.write, fresh): without `botToken` the present one stays. Another guild or other rules
 * count at once. Errors: edited_meanwhile, invalid_request.
 */
export const EditDiscordRequest = terms.extend({
  revision: z.int().positive(),
  botToken: z
    .string()
    .trim()
    .min(20, 'is too short for a bot token')
    .max(200)
    .regex(/^[\x21-\x7e]*$/, 'must be without spaces, as Discord shows it')
    .optional(),
});
export type EditDiscordRequest = z.infer<typeof EditDiscordRequest>;

/** `GET /api/v1/admin/discord/roles`: the guild's roles, highest first, asked of Discord now. Errors: not_configured, provider_unavailable. */
export const DiscordRoleList = z.object({
  items: z.array(z.object({ id: Snowflake, name: z.string(), color: z.string().nullable() })),
});
export type DiscordRoleList = z.infer<typeof DiscordRoleList>;

/** `POST /api/v1/admin/discord/sync` (202): every consenting member's roles are read again, within Discord's limits. */
export const DiscordSyncStarted = z.object({ members: z.int().nonnegative() });
export type DiscordSyncStarted = z.infer<typeof DiscordSyncStarted>;
