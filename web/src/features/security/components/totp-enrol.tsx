import { ConfirmTotpRequest } from '@coinslot/shared/http/account-security.ts';
import { zodResolver } from '@hookform/resolvers/zod';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useForm } from 'react-hook-form';
import { errorText } from '../../../lib/api-error.ts';
import { useAct } from '../../../lib/use-act.ts';
import { Button } from '../../../ui/button.tsx';
import { CopyLine } from '../../../ui/copy-line.tsx';
import { DialogActions } from '../../../ui/dialog.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { accountKey } from '../../accounts/api/get-account.ts';
import { meKey } from '../../accounts/api/get-me.ts';
import { CodeField } from '../../sign-in/components/code-field.tsx';
import { confirmTotp } from '../api/confirm-totp.ts';
import { startTotp } from '../api/start-totp.ts';
import { QrCode } from './qr-code.tsx';
import { RecoveryCodesShown } from './recovery-codes-shown.tsx';

/** Scan, type the first code, keep the recovery codes. */
export function TotpEnrol({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const opening = useId();
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  // Each opening of the dialog has a secret of its own, which nobody keeps afterwards.
  const enrolment = useQuery({
    queryKey: ['totp-enrolment', opening],
    queryFn: startTotp,
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
  });
  function refresh(): void {
    for (const queryKey of [accountKey, meKey]) void client.invalidateQueries({ queryKey });
  }
  function close(): void {
    refresh();
    onClose();
  }
  if (codes) return <RecoveryCodesShown codes={codes} onClose={close} />;
  return (
    <QueryView query={enrolment} loading={<Skeleton className="h-80" />}>
      {({ secret, uri }) => (
        <div className="space-y-5">
          <ol className="space-y-4">
            <li>
              <p className="mb-3">
                <Trans>
                  1. Scan this with an authenticator app, such as Aegis, Ente Auth, 1Password or Google
                  Authenticator.
                </Trans>
              </p>
              <QrCode text={uri} label={t`QR code with the secret for your app`} />
            </li>
            <li>
              <CopyLine label={t`No camera? Type this secret instead`} text={groupByFour(secret)} />
            </li>
          </ol>
          <FirstCode onDone={setCodes} onClose={onClose} />
        </div>
      )}
    </QueryView>
  );
}

type FirstCodeProps = { onDone: (codes: readonly string[]) => void; onClose: () => void };

function FirstCode({ onDone, onClose }: FirstCodeProps) {
  const form = useForm({ resolver: zodResolver(ConfirmTotpRequest), defaultValues: { code: '' } });
  const act = useAct({ send: confirmTotp, onDone: ({ recoveryCodes }) => onDone(recoveryCodes) });
  return (
    <form noValidate className="space-y-4" onSubmit={(event) => void form.handleSubmit(act.run)(event)}>
      <p>
        <Trans>2. Type the code that it shows.</Trans>
      </p>
      {act.error ? <Notice tone="bad">{errorText(act.error)}</Notice> : null}
      <CodeField kind="app" error={form.formState.errors.code} field={form.register('code')} />
      <DialogActions>
        <Button onClick={onClose} disabled={act.isPending}>
          <Trans>Not now</Trans>
        </Button>
        <Button type="submit" look="coin" pending={act.isPending}>
          <Trans>Switch it on</Trans>
        </Button>
      </DialogActions>
    </form>
  );
}

/** Easier to type; apps pass over the spaces. */
function groupByFour(secret: string): string {
  return secret.match(/.{1,4}/g)?.join(' ') ?? secret;
}
