import type { EnrolmentToken } from '@coinslot/shared/http/admin-workers.ts';
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
        <Notice tone="coin">This token was shown before and cannot be shown again. Make a new one.</Notice>
        <DialogActions>
          <Button onClick={onClose}>Close</Button>
        </DialogActions>
      </>
    );
  }
  return (
    <div className="space-y-4">
      <CopyLine label="Command" text={token.command} prominent />
      <CopyLine label="Token" text={token.token} />
      <p className="text-soft text-sm">
        A second worker on one host needs a folder of its own: put <code>WORKER_DATA_DIR=…</code> in front.
      </p>
      <Notice tone="coin">It is not shown again. It expires at {formatDateTime(token.expiresAt)}.</Notice>
      <DialogActions>
        <Button look="coin" onClick={onClose}>
          Done
        </Button>
      </DialogActions>
    </div>
  );
}
