import type { EnrolmentToken } from '@coinslot/shared/http/admin-workers.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { formatDateTime } from '../../../lib/format.ts';
import { Button } from '../../../ui/button.tsx';
import { CopyLine } from '../../../ui/copy-line.tsx';
import { DialogActions } from '../../../ui/dialog.tsx';
import { Notice } from '../../../ui/notice.tsx';

/** The token, for the only time. */
export function EnrolmentShown({ token, onClose }: { token: EnrolmentToken; onClose: () => void }) {
  if (token.token === null) {
    return (
      <>
        <Notice tone="coin">
          <Trans>This token was shown before and cannot be shown again. Make a new one.</Trans>
        </Notice>
        <DialogActions>
          <Button onClick={onClose}>
            <Trans>Close</Trans>
          </Button>
        </DialogActions>
      </>
    );
  }
  return (
    <div className="space-y-4">
      <CopyLine label={t`Command`} text={token.command} prominent />
      <CopyLine label={t`Token`} text={token.token} />
      <p className="text-soft text-sm">
        <Trans>
          A second worker on one host needs a folder of its own: put <code>WORKER_DATA_DIR=…</code> in front.
        </Trans>
      </p>
      <Notice tone="coin">
        <Trans>It is not shown again. It expires at {formatDateTime(token.expiresAt)}.</Trans>
      </Notice>
      <DialogActions>
        <Button look="coin" onClick={onClose}>
          <Trans>Done</Trans>
        </Button>
      </DialogActions>
    </div>
  );
}
