import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { KeyRound } from 'lucide-react';
import { saveFile } from '../../../lib/save-file.ts';
import { Button } from '../../../ui/button.tsx';
import { CopyLine } from '../../../ui/copy-line.tsx';
import { keepKeyCommand } from '../ssh-lines.ts';

/** A machine's key, as a file, and the line after which ssh takes it. */
export function EndpointKey({ privateKey, name }: { privateKey: string; name: string }) {
  return (
    <div className="space-y-3">
      <Button onClick={() => saveFile(`${name}.key`, 'application/x-pem-file', privateKey)}>
        <KeyRound aria-hidden /> <Trans>Download the key</Trans>
      </Button>
      <CopyLine
        label={t`Then, once`}
        text={keepKeyCommand(name)}
        hint={t`ssh takes a key only from a file that nobody else may read. It is of no use after the machine has ended.`}
      />
    </div>
  );
}
