export { purgeGuesses } from './guesses.ts';
export { registerVoucherRoutes } from './routes.ts';
