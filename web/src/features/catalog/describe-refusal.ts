import { t } from '@lingui/core/macro';
import { ApiError, errorText } from '../../lib/api-error.ts';
import { formatCoins } from '../../lib/format.ts';

/** Why a purchase was refused, with the numbers the server gave. */
export function describeRefusal(error: unknown): string {
  const problem = error instanceof ApiError ? error.problem : undefined;
  const { missing, limit, productName } = problem?.params ?? {};
  if (problem?.code === 'insufficient_coins' && typeof missing === 'number') {
    return t`You are missing ${formatCoins(missing)}. Nothing was taken.`;
  }
  if (
    problem?.code === 'active_machine_limit' &&
    typeof limit === 'number' &&
    typeof productName === 'string'
  ) {
    return t`You have ${limit} of ${productName} already, and more at once are not sold. Stop one first, then try again.`;
  }
  return errorText(error);
}
