export { registerAccessRoutes } from './routes.ts';
