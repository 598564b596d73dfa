export { createSignInFetch } from './api/guard-sign-in.ts';
export { recordConsent } from './account/consent.ts';
export { readMemberPerks } from './account/read-member-perks.ts';
export { registerDiscordAdminRoutes } from './admin-routes.ts';
export { registerDiscordRoutes } from './routes.ts';
export { readGuild } from './settings/read-discord-settings.ts';
export { askForSync } from './sync/ask-for-sync.ts';
export { syncDueMembers } from './sync/sync-due-members.ts';
export { countRefusal, readGate } from './api/refusals.ts';
