import type { ErrorCode } from '@coinslot/shared/error-codes.ts';

/** How every command ends: a closed list, written down in docs/cli.md. `ssh` alone ends with the code of the system's ssh. */
export const exitCodes = {
  ok: 0,
  /** Our own mistake, or an answer that nobody expected. */
  failed: 1,
  usage: 2,
  /** Not signed in, or the key or the roles do not allow it. */
  notAllowed: 3,
  notFound: 4,
  /** A rule of the shop: coins, limits, terms that changed, a state in which it is not possible. */
  refused: 5,
  /** Nobody answered in time, or it is too busy. Try again later. */
  unavailable: 6,
  /** What was waited for has failed. */
  machineFailed: 7,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

const byCode: Partial<Record<ErrorCode, ExitCode>> = {
  access_denied: exitCodes.notAllowed,
  expired_token: exitCodes.notAllowed,
  email_not_verified: exitCodes.refused,
  perk_required: exitCodes.refused,
  product_unavailable: exitCodes.refused,
  second_factor_needed: exitCodes.refused,
};

/** How a command ends that the server refused with this problem. */
export function exitCodeOf({ code, status }: { code: ErrorCode; status: number }): ExitCode {
  const own = byCode[code];
  if (own !== undefined) return own;
  switch (status) {
    case 400:
    case 413:
      return exitCodes.usage;
    case 401:
    case 403:
      return exitCodes.notAllowed;
    case 404:
      return exitCodes.notFound;
    case 402:
    case 409:
      return exitCodes.refused;
    case 429:
    case 503:
      return exitCodes.unavailable;
    default:
      return exitCodes.failed;
  }
}
