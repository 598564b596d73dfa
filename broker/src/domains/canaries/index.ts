export { askCanary } from './ask-canary.ts';
export { askDueCanaries } from './ask-due-canaries.ts';
export { purgeCanaries } from './purge-canaries.ts';
export { requireCanary, runsAtLab } from './read-canaries.ts';
export { registerCanaryRoutes } from './routes.ts';
