import { z } from 'zod';
import { OwnPath } from './sign-in.ts';

/** Why a member's roles could not be read just now; the last known ones count for a while longer. */
export const DiscordProblem = z.enum(['discord_unreachable', 'bot_refused', 'join_refused']);
export type DiscordProblem = z.infer<typeof DiscordProblem>;

/**
 * `GET /api/v1/account/discord`, also the answer of `POST /api/v1/account/discord/sync` (asks Discord now; rate_limited, not_configured,
 * discord_not_linked). `DELETE /api/v1/account/discord/consent` (204) takes the perks away and asks Discord no more; nobody is
 * removed from the guild.
 */
export const DiscordStatus = z.object({
  /** False = no guild is set up here: show nothing. */
  available: z.boolean(),
  /** Whether a Discord account is linked; consent needs one. */
  linked: z.boolean(),
  consented: z.boolean(),
  /** Whether giving consent also joins the guild. */
  joinsGuild: z.boolean(),
  inGuild: z.boolean(),
  guildName: z.string().nullable(),
  inviteUrl: z.url().nullable(),
  /** Only those that give something. */
  roles: z.array(z.object({ id: z.string(), name: z.string() })),
  perks: z.object({
    mayBuy: z.boolean(),
    activeMachinesMax: z.int().nullable(),
    discountPercent: z.int().min(0).max(100),
  }),
  syncedAt: z.iso.datetime().nullable(),
  /** Until when the perks count when Discord cannot be asked. */
  perksUntil: z.iso.datetime().nullable(),
  problem: DiscordProblem.nullable(),
});
export type DiscordStatus = z.infer<typeof DiscordStatus>;

/**
 * `POST /api/v1/account/discord/consent` → ProviderRedirect: Discord's own page then asks for `identify` and `guilds.join`. `agreed`
 * says that our page told before what is done with it. Errors: not_configured, discord_not_linked (409).
 */
export const DiscordConsentRequest = z.object({ agreed: z.literal(true), returnTo: OwnPath });
export type DiscordConsentRequest = z.infer<typeof DiscordConsentRequest>;
