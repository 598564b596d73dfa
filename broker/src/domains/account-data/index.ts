export { finishDeletions } from './finish-deletions.ts';
export { registerAccountDataRoutes } from './routes.ts';
