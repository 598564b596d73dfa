import { Trans } from '@lingui/react/macro';
import { Notice } from '../../../ui/notice.tsx';

/** Said before somebody types a password where others may read it. */
export function InsecureNotice() {
  return (
    <Notice tone="coin" className="mb-5">
      <Trans>
        This page comes over plain http: whoever shares your network can read what you type. Use a password
        that you use nowhere else.
      </Trans>
    </Notice>
  );
}
