import { t } from '@lingui/core/macro';
import { ApiError, errorText } from '../../lib/api-error.ts';
import { formatCoins } from '../../lib/format.ts';

/** Why a purchase was refused, with the numbers the server gave. */
export function describeRefusal(error: unknown): string {
  const missing = error instanceof ApiError ? error.problem?.params?.['missing'] : undefined;
  if (
    error instanceof ApiError &&
    error.problem?.code === 'insufficient_coins' &&
    typeof missing === 'number'
  ) {
    return t`You are missing ${formatCoins(missing)}. Nothing was taken.`;
  }
  return errorText(error);
}
