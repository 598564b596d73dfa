import type { CreatedApiKey } from '@coinslot/shared/http/api-keys.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { formatDateTime } from '../../../lib/format.ts';
import { Button } from '../../../ui/button.tsx';
import { CopyLine } from '../../../ui/copy-line.tsx';
import { DialogActions } from '../../../ui/dialog.tsx';
import { Notice } from '../../../ui/notice.tsx';

type ApiKeyShownProps = { created: CreatedApiKey; onClose: () => void };

/** The secret, this once. */
export function ApiKeyShown({ created, onClose }: ApiKeyShownProps) {
  return (
    <div className="space-y-4">
      {created.secret === null ? (
        <Notice tone="bad">
          <Trans>
            The key was made, but its secret was sent in an answer that got lost. Revoke it and make another.
          </Trans>
        </Notice>
      ) : (
        <>
          <Notice tone="coin">
            <Trans>Copy it now: it is not shown again, and nobody here can look it up.</Trans>
          </Notice>
          <CopyLine label={t`The key`} text={created.secret} prominent />
          <CopyLine label={t`As a header`} text={`Authorization: Bearer ${created.secret}`} />
        </>
      )}
      <p className="text-soft text-sm">
        <Trans>Good until {formatDateTime(created.expiresAt)}.</Trans>
      </p>
      <DialogActions>
        <Button look="coin" onClick={onClose}>
          <Trans>Done</Trans>
        </Button>
      </DialogActions>
    </div>
  );
}
