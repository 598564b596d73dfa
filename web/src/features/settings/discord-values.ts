import {
  type DiscordSettings,
  EditDiscordRequest,
  PerkRule,
  RolePerks,
} from '@coinslot/shared/http/admin-discord.ts';
import { z } from 'zod';

const { guildId, inviteUrl, botToken, rules } = EditDiscordRequest.shape;

// A form knows no null: an empty field stands for it.
const TypedRule = PerkRule.extend({
  perks: RolePerks.extend({ discountPercent: z.int().nullable().pipe(RolePerks.shape.discountPercent) }),
});

/** What is typed into the form about the server at Discord. */
export const DiscordValues = z.object({
  guildId: z.union([z.literal('').transform(() => null), guildId.unwrap()]),
  inviteUrl: z.union([z.literal('').transform(() => null), inviteUrl.unwrap()]),
  botToken: z.union([z.literal(''), botToken.unwrap()]),
  joinsGuild: z.boolean(),
  buyersOnlyWithPerk: z.boolean(),
  rules: z.array(TypedRule).pipe(rules),
});
export type TypedDiscordValues = z.input<typeof DiscordValues>;
export type DiscordValues = z.output<typeof DiscordValues>;

/** How the form begins. */
export function typeDiscord(settings: DiscordSettings): TypedDiscordValues {
  return {
    guildId: settings.guildId ?? '',
    inviteUrl: settings.inviteUrl ?? '',
    botToken: '',
    joinsGuild: settings.joinsGuild,
    buyersOnlyWithPerk: settings.buyersOnlyWithPerk,
    rules: settings.rules,
  };
}
