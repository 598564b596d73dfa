export { purgeGuesses } from './guesses.ts';
export { registerVoucherRoutes } from './routes.ts';
export { keepVoucherMarks } from './voucher-marks.ts';
