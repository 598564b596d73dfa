export { purgeAttempts } from './attempts/purge-attempts.ts';
export { registerSignInRoutes } from './routes.ts';
export { listOpenProviders } from './settings/read-credentials.ts';
