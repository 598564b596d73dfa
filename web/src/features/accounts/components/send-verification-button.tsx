import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { toast } from 'sonner';
import { errorText } from '../../../lib/api-error.ts';
import { useAct } from '../../../lib/use-act.ts';
import { Button } from '../../../ui/button.tsx';
import { useReadOnly } from '../../../ui/read-only.ts';
import { sendVerification } from '../api/send-verification.ts';

/** Sends the mail that confirms the member's address; `again` says in its words that there was one. */
export function SendVerificationButton({ again = false }: { again?: boolean }) {
  const readOnly = useReadOnly();
  const act = useAct({
    send: (_input: null) => sendVerification(),
    repeatable: true,
    onDone: () => toast.success(t`A link is on its way.`),
    onFailed: (error) => toast.error(errorText(error)),
  });
  return (
    <Button size="small" disabled={readOnly} pending={act.isPending} onClick={() => act.run(null)}>
      {again ? <Trans>Send the link again</Trans> : <Trans>Send the mail</Trans>}
    </Button>
  );
}
