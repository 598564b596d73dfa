import { Trans } from '@lingui/react/macro';
import { KeyRound } from 'lucide-react';
import { errorText } from '../../../lib/api-error.ts';
import { useAct } from '../../../lib/use-act.ts';
import { Button } from '../../../ui/button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { confirmByPasskey } from '../api/confirm-account.ts';

export function ConfirmByPasskey({ onDone }: { onDone: () => void }) {
  const act = useAct({ send: (_input: null) => confirmByPasskey(), onDone });
  return (
    <div className="space-y-4">
      {act.error ? <Notice tone="bad">{errorText(act.error)}</Notice> : null}
      <Button look="coin" wide pending={act.isPending} onClick={() => act.run(null)}>
        <KeyRound aria-hidden /> <Trans>Confirm with a passkey</Trans>
      </Button>
    </div>
  );
}
