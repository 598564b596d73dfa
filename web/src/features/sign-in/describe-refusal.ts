import { t } from '@lingui/core/macro';
import { errorText, hasCode } from '../../lib/api-error.ts';

/** Why a way in was refused. The broker's own sentences follow a title that these pages do not show. */
export function describeRefusal(error: unknown): string {
  if (hasCode(error, 'invalid_credentials')) {
    return t`E-mail and password do not match. Check both and try again, or set a new password.`;
  }
  if (hasCode(error, 'link_invalid')) {
    return t`This link is too old, was used already, or a newer one was sent. Ask for a new one.`;
  }
  if (hasCode(error, 'passkey_refused')) {
    return t`This passkey is not known here, or its answer came too late. Try again, or use another way in.`;
  }
  return errorText(error);
}
