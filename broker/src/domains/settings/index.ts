export { readSettings, type Settings } from './read-settings.ts';
export { settings } from './tables.ts';
