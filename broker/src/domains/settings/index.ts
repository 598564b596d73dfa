export { lockSettings } from './edit-settings.ts';
export { readSettings, readSettingsNow, type Settings } from './read-settings.ts';
export { registerSettingsRoutes } from './settings-routes.ts';
export { registerSiteRoutes } from './site-routes.ts';
export { settings } from './tables.ts';
