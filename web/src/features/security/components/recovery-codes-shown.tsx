import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Download, Printer } from 'lucide-react';
import { useState } from 'react';
import { saveFile } from '../../../lib/save-file.ts';
import { Button } from '../../../ui/button.tsx';
import { CheckField } from '../../../ui/check-field.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { DialogActions } from '../../../ui/dialog.tsx';
import { Notice } from '../../../ui/notice.tsx';

type RecoveryCodesShownProps = { codes: readonly string[]; onClose: () => void };

/** The codes, this once: to be copied, saved or printed before the dialog may be closed by its button. */
export function RecoveryCodesShown({ codes, onClose }: RecoveryCodesShownProps) {
  const [kept, setKept] = useState(false);
  const text = codes.join('\n');
  return (
    <div className="space-y-4">
      <Notice tone="coin">
        <Trans>
          Keep these codes where you find them without your phone. Each works once in place of a code of the
          app. They are not shown again.
        </Trans>
      </Notice>
      <ul
        aria-label={t`Recovery codes`}
        className="printed border-line bg-sunk grid grid-cols-2 gap-x-4 gap-y-1.5 rounded-xl border p-4 text-center font-mono"
      >
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-2">
        <CopyButton text={text} label={t`Copy the codes`} words={t`Copy`} />
        <Button
          look="quiet"
          size="small"
          onClick={() => saveFile('coinslot-recovery-codes.txt', 'text/plain', `${text}\n`)}
        >
          <Download aria-hidden /> <Trans>Save as a file</Trans>
        </Button>
        <Button look="quiet" size="small" onClick={() => window.print()}>
          <Printer aria-hidden /> <Trans>Print</Trans>
        </Button>
      </div>
      <CheckField
        label={t`I have kept them`}
        checked={kept}
        onChange={(event) => setKept(event.target.checked)}
      />
      <DialogActions>
        <Button look="coin" disabled={!kept} onClick={onClose}>
          <Trans>Done</Trans>
        </Button>
      </DialogActions>
    </div>
  );
}
