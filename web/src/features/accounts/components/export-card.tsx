import { Trans } from '@lingui/react/macro';
import { Download } from 'lucide-react';
import { toast } from 'sonner';
import { errorText } from '../../../lib/api-error.ts';
import { saveFile } from '../../../lib/save-file.ts';
import { useAct } from '../../../lib/use-act.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, CardTitle } from '../../../ui/card.tsx';
import { getExport } from '../api/get-export.ts';

/** Everything that is kept about the member, as a file. */
export function ExportCard() {
  const act = useAct({
    send: (_input: null) => getExport(),
    repeatable: true,
    onDone: (data) =>
      saveFile('coinslot-export.json', 'application/json', `${JSON.stringify(data, null, 2)}\n`),
    onFailed: (error) => toast.error(errorText(error)),
  });
  return (
    <Card>
      <CardTitle>
        <Trans>Take your data with you</Trans>
      </CardTitle>
      <p className="text-soft mb-4">
        <Trans>
          One file (JSON) with what is kept about you: profile, sign-ins, keys, messages, machines with their
          logs, every movement of coins and what was done with your account. Not in it: notes of admins, and
          secrets.
        </Trans>
      </p>
      <Button pending={act.isPending} onClick={() => act.run(null)}>
        <Download aria-hidden /> <Trans>Save as a file</Trans>
      </Button>
    </Card>
  );
}
