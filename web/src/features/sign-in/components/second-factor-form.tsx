import { RecoveryCode, TotpCode } from '@coinslot/shared/http/account-security.ts';
import { zodResolver } from '@hookform/resolvers/zod';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useEffect, useState } from 'react';
import { useForm } from 'react-hook-form';
import { z } from 'zod';
import { errorText, hasCode } from '../../../lib/api-error.ts';
import { Button } from '../../../ui/button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { sendSecondFactor } from '../api/send-second-factor.ts';
import { useEnter } from '../api/use-enter.ts';
import { CodeField } from './code-field.tsx';

const AppForm = z.object({ code: TotpCode });
const RecoveryForm = z.object({ code: RecoveryCode });

type SecondFactorFormProps = { onDone: () => void; onExpired: () => void };

/** The second half of a sign-in: a code of the app, or a recovery code when the app is lost. */
export function SecondFactorForm({ onDone, onExpired }: SecondFactorFormProps) {
  const [kind, setKind] = useState<'app' | 'recovery'>('app');
  return (
    <>
      <CodeForm key={kind} kind={kind} onDone={onDone} onExpired={onExpired} />
      <p className="text-soft mt-5 text-center text-sm">
        <Button look="quiet" size="small" onClick={() => setKind(kind === 'app' ? 'recovery' : 'app')}>
          {kind === 'app' ? <Trans>Use a recovery code</Trans> : <Trans>Use the app</Trans>}
        </Button>
      </p>
    </>
  );
}

function CodeForm({ kind, onDone, onExpired }: SecondFactorFormProps & { kind: 'app' | 'recovery' }) {
  const form = useForm({
    resolver: zodResolver(kind === 'app' ? AppForm : RecoveryForm),
    defaultValues: { code: '' },
  });
  // The page is this one field.
  useEffect(() => form.setFocus('code'), [form]);
  const enter = useEnter(
    ({ code }: { code: string }) => sendSecondFactor(kind === 'app' ? { code } : { recoveryCode: code }),
    onDone,
  );
  const expired = hasCode(enter.error, 'sign_in_expired');
  return (
    <form noValidate className="space-y-4" onSubmit={(event) => void form.handleSubmit(enter.run)(event)}>
      {enter.error ? (
        <Notice
          tone="bad"
          action={
            expired ? (
              <Button size="small" onClick={onExpired}>
                <Trans>Start again</Trans>
              </Button>
            ) : null
          }
        >
          {kind === 'recovery' && hasCode(enter.error, 'code_wrong')
            ? t`That is none of your recovery codes, or it was used before.`
            : errorText(enter.error)}
        </Notice>
      ) : null}
      <CodeField kind={kind} error={form.formState.errors.code} field={form.register('code')} />
      <Button type="submit" look="coin" wide pending={enter.isPending}>
        <Trans>Go on</Trans>
      </Button>
    </form>
  );
}
