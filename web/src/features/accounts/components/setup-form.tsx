import { SetupRequest } from '@coinslot/shared/http/setup.ts';
import { zodResolver } from '@hookform/resolvers/zod';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import { hasCode } from '../../../lib/api-error.ts';
import { applyFieldErrors } from '../../../lib/apply-field-errors.ts';
import { fieldWords } from '../../../lib/field-words.ts';
import { useAct } from '../../../lib/use-act.ts';
import { Button } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { PlainInput } from '../../../ui/plain-input.tsx';
import { finishSetup } from '../api/finish-setup.ts';

export function SetupForm({ onDone }: { onDone: () => void }) {
  const client = useQueryClient();
  const form = useForm({ resolver: zodResolver(SetupRequest), defaultValues: { code: '' } });
  const act = useAct({
    send: finishSetup,
    onDone: () => {
      void client.invalidateQueries();
      onDone();
    },
    onFailed: (error) => {
      const left = hasCode(error, 'setup_code_invalid')
        ? t`This code is wrong, or was used already.`
        : applyFieldErrors(error, ['code'], form.setError);
      if (left) form.setError('code', { message: left });
    },
  });
  return (
    <form noValidate className="space-y-4" onSubmit={(event) => void form.handleSubmit(act.run)(event)}>
      <Field
        label={t`Setup code`}
        error={fieldWords(form.formState.errors.code, t`Enter the code`)}
        hint={
          <>
            <Trans>
              The server printed it when it started. It works once. For a new one, run{' '}
              <code className="bg-sunk rounded px-1 font-mono">npm run coinslot -- setup code</code> where the
              server runs.
            </Trans>
          </>
        }
      >
        {(control) => <PlainInput {...control} autoComplete="one-time-code" {...form.register('code')} />}
      </Field>
      <Button type="submit" look="coin" wide pending={act.isPending}>
        <Trans>Become the first admin</Trans>
      </Button>
    </form>
  );
}
