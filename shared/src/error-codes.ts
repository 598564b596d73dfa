import { z } from 'zod';
import { peopleErrors } from './people-errors.ts';

/**
 * The error catalogue: HTTP status, whether trying again helps, and a text that says what to do.
 * `retry`: `never` = the same request will fail again; `later` = wait and repeat with the same Idempotency-Key.
 * docs/errors.md is held equal to this table by a check.
 */
export const errorCatalogue = {
  ...peopleErrors,
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
  origin_refused: {
    status: 403,
    retry: 'never',
    title: 'Origin refused',
    text: 'This request came from another site. Open the dashboard itself.',
  },
  not_found: {
    status: 404,
    retry: 'never',
    title: 'Not found',
    text: 'It does not exist, or it is not yours.',
  },
  voucher_unknown: {
    status: 404,
    retry: 'never',
    title: 'Unknown code',
    text: 'No voucher has this code. Check it and type it again.',
  },
  voucher_not_started: {
    status: 409,
    retry: 'later',
    title: 'Not valid yet',
    text: 'This code cannot be redeemed yet. Try again when it has started.',
  },
  voucher_expired: {
    status: 409,
    retry: 'never',
    title: 'Voucher expired',
    text: 'The time of this code is over.',
  },
  voucher_disabled: {
    status: 409,
    retry: 'never',
    title: 'Voucher withdrawn',
    text: 'This code was withdrawn. Ask who gave it to you.',
  },
  voucher_used_up: {
    status: 409,
    retry: 'never',
    title: 'Voucher used up',
    text: 'This code was redeemed as often as it could be.',
  },
  voucher_already_redeemed: {
    status: 409,
    retry: 'never',
    title: 'Already redeemed',
    text: 'You have redeemed this voucher as often as one member may. Its coins are in your wallet.',
  },
  outbox_state_conflict: {
    status: 409,
    retry: 'never',
    title: 'Not possible in this state',
    text: 'Reload the message and see its state.',
  },
  signed_in_as_another: {
    status: 409,
    retry: 'never',
    title: 'Signed in as somebody else',
    text: 'You are signed in as somebody else now. Reload the page before you go on.',
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
  machine_not_operable: {
    status: 409,
    retry: 'never',
    title: 'Nothing to operate',
    text: 'The machine is not being prepared. Reload it and see its state.',
  },
  machine_not_refundable: {
    status: 409,
    retry: 'never',
    title: 'Nothing to refund yet',
    text: 'The machine still runs or was never paid for: its end gives back what is due. Stop it first.',
  },
  refund_exceeds_charge: {
    status: 409,
    retry: 'never',
    title: 'More than is left of what was paid',
    text: 'Reload: somebody may have refunded it meanwhile. Give back at most what is left.',
  },
  nothing_to_settle: {
    status: 409,
    retry: 'never',
    title: 'Nothing to settle',
    text: 'The machine is over and its coins are settled. Reload it and see its state.',
  },
  lab_session_ended: {
    status: 409,
    retry: 'never',
    title: 'It has ended already',
    text: 'The lab confirmed the end meanwhile, or somebody wrote it off. Reload the page.',
  },
  lab_session_may_run: {
    status: 409,
    retry: 'never',
    title: 'The lab may still run it',
    text: 'Its time is not over. Ask the lab again, or type its tag to say that you are certain.',
  },
  lab_session_in_use: {
    status: 409,
    retry: 'never',
    title: 'Its machine still uses it',
    text: 'Stop the machine: that ends the lab session too.',
  },
  edited_meanwhile: {
    status: 409,
    retry: 'never',
    title: 'Somebody else changed it meanwhile',
    text: 'Reload, look at what changed, and make your change again.',
  },
  finding_refused: {
    status: 409,
    retry: 'never',
    title: 'Not ended',
    text: 'What the lab runs there is not surely ours, or it is settled already. The detail says which.',
  },
  canary_refused: {
    status: 409,
    retry: 'never',
    title: 'No canary now',
    text: 'The lab, or its seat, cannot be tried now. The detail says why.',
  },
  still_in_use: {
    status: 409,
    retry: 'never',
    title: 'Still in use',
    text: 'Something depends on it. The detail says what to change first.',
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
  not_configured: {
    status: 409,
    retry: 'never',
    title: 'Not set up here',
    text: 'An admin has to set this up first.',
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
  provider_unavailable: {
    status: 503,
    retry: 'later',
    title: 'The other side does not answer',
    text: 'The provider cannot be reached or is having trouble. Try again in a little while, or use another way in.',
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
