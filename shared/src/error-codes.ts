import { z } from 'zod';

/**
 * The error catalogue: HTTP status, whether trying again helps, and a text that says what to do.
 * `retry`: `never` = the same request will fail again; `later` = wait and repeat with the same Idempotency-Key.
 * docs/errors.md is held equal to this table by a check.
 */
export const errorCatalogue = {
  invalid_request: {
    status: 400,
    retry: 'never',
    title: 'Invalid request',
    text: 'Correct the named fields and send it again.',
  },
  idempotency_key_required: {
    status: 400,
    retry: 'never',
    title: 'Idempotency-Key required',
    text: 'Send an Idempotency-Key header: one new random value per act, the same value when you repeat it.',
  },
  authorization_pending: {
    status: 400,
    retry: 'later',
    title: 'Not approved yet',
    text: 'Wait for the interval, then ask again.',
  },
  slow_down: {
    status: 400,
    retry: 'later',
    title: 'Asked too soon',
    text: 'Ask less often: wait as long as intervalSeconds says from now on.',
  },
  access_denied: {
    status: 400,
    retry: 'never',
    title: 'Sign-in denied',
    text: 'The request was denied in the browser. Start the sign-in again if that was a mistake.',
  },
  expired_token: {
    status: 400,
    retry: 'never',
    title: 'Sign-in code expired',
    text: 'The code is too old, was used already or never existed. Start the sign-in again.',
  },
  unauthenticated: { status: 401, retry: 'never', title: 'Not signed in', text: 'Sign in and try again.' },
  enrolment_token_invalid: {
    status: 401,
    retry: 'never',
    title: 'Enrolment token not valid',
    text: 'The token was used, has expired or never existed. Make a new one.',
  },
  insufficient_coins: {
    status: 402,
    retry: 'never',
    title: 'Not enough coins',
    text: 'Earn or buy the missing coins first.',
  },
  wallet_owes: {
    status: 402,
    retry: 'never',
    title: 'Wallet owes coins',
    text: 'Buy coins to settle what the wallet owes first.',
  },
  forbidden: {
    status: 403,
    retry: 'never',
    title: 'Not allowed',
    text: 'Your roles do not allow this. Ask an admin.',
  },
  scope_missing: {
    status: 403,
    retry: 'never',
    title: 'The API key lacks a scope',
    text: 'Make a key with the scope that is named, or sign in anew.',
  },
  key_not_allowed: {
    status: 403,
    retry: 'never',
    title: 'Not with an API key',
    text: 'This can only be done in the browser, signed in.',
  },
  origin_refused: {
    status: 403,
    retry: 'never',
    title: 'Origin refused',
    text: 'This request came from another site. Open the dashboard itself.',
  },
  account_disabled: {
    status: 403,
    retry: 'never',
    title: 'Account disabled',
    text: 'This account was disabled. Ask an admin.',
  },
  setup_code_invalid: {
    status: 403,
    retry: 'never',
    title: 'Setup code not valid',
    text: 'Use the newest code that `npm start` printed. Whoever runs the server can print a new one: `npm run coinslot -- setup code`.',
  },
  not_found: {
    status: 404,
    retry: 'never',
    title: 'Not found',
    text: 'It does not exist, or it is not yours.',
  },
  setup_done: {
    status: 409,
    retry: 'never',
    title: 'Setup already done',
    text: 'An admin exists already. Ask them for a role.',
  },
  idempotency_key_reused: {
    status: 409,
    retry: 'never',
    title: 'Idempotency-Key used for another request',
    text: 'Use a new key for a new act.',
  },
  product_unavailable: {
    status: 409,
    retry: 'later',
    title: 'Not on sale just now',
    text: 'This product cannot be bought at the moment. Try again later or choose another.',
  },
  product_changed: {
    status: 409,
    retry: 'never',
    title: 'The product was changed',
    text: 'Nothing was bought. Load the product anew, look at its terms and buy again.',
  },
  out_of_stock: {
    status: 409,
    retry: 'later',
    title: 'Out of stock',
    text: 'All places are taken. Try again when one is free.',
  },
  active_machine_limit: {
    status: 409,
    retry: 'later',
    title: 'Machine limit reached',
    text: 'Stop a machine first, then try again.',
  },
  machine_not_cancellable: {
    status: 409,
    retry: 'never',
    title: 'Too late to cancel',
    text: 'The machine is ready or has ended. Stop it instead.',
  },
  machine_not_stoppable: {
    status: 409,
    retry: 'never',
    title: 'Nothing to stop',
    text: 'The machine is not running.',
  },
  machine_not_extendable: {
    status: 409,
    retry: 'never',
    title: 'No more time for this machine',
    text: 'Reload the machine and see why.',
  },
  machine_not_restartable: {
    status: 409,
    retry: 'never',
    title: 'Cannot be restarted now',
    text: 'Only a ready machine of a lab that can restart is restarted, once at a time.',
  },
  edited_meanwhile: {
    status: 409,
    retry: 'never',
    title: 'Somebody else changed it meanwhile',
    text: 'Reload, look at what changed, and make your change again.',
  },
  still_in_use: {
    status: 409,
    retry: 'never',
    title: 'Still in use',
    text: 'Something depends on it. The detail says what to change first.',
  },
  api_key_limit: {
    status: 409,
    retry: 'never',
    title: 'Too many API keys',
    text: 'Revoke a key that is not needed any more first.',
  },
  adjustment_exceeds_balance: {
    status: 409,
    retry: 'never',
    title: 'Not that many coins there',
    text: 'Remove at most the available coins of that class.',
  },
  worker_state_conflict: {
    status: 409,
    retry: 'never',
    title: 'Not possible in this state',
    text: 'Reload the worker and see its state.',
  },
  name_taken: { status: 409, retry: 'never', title: 'Name taken', text: 'Choose another name.' },
  payload_too_large: { status: 413, retry: 'never', title: 'Too large', text: 'Send less at once.' },
  rate_limited: {
    status: 429,
    retry: 'later',
    title: 'Too many requests',
    text: 'Wait as long as Retry-After says, then try again.',
  },
  queue_full: {
    status: 429,
    retry: 'later',
    title: 'Queue full',
    text: 'Too many members are waiting. Try again in a little while.',
  },
  internal: {
    status: 500,
    retry: 'later',
    title: 'Our mistake',
    text: 'Something went wrong on our side and was written down. Try again; nothing was charged twice.',
  },
  unavailable: {
    status: 503,
    retry: 'later',
    title: 'Not available just now',
    text: 'The service is starting, stopping or overloaded. Try again shortly.',
  },
} as const satisfies Record<
  string,
  { status: number; retry: 'never' | 'later'; title: string; text: string }
>;

export const ErrorCode = z.enum(
  Object.keys(errorCatalogue) as [keyof typeof errorCatalogue, ...(keyof typeof errorCatalogue)[]],
);
export type ErrorCode = z.infer<typeof ErrorCode>;
