import { type ConfirmRequest, TotpCode } from '@coinslot/shared/http/account-security.ts';
import { zodResolver } from '@hookform/resolvers/zod';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { type ReactNode, type SyntheticEvent, useEffect } from 'react';
import { useForm } from 'react-hook-form';
import { z } from 'zod';
import { errorText } from '../../../lib/api-error.ts';
import { fieldWords } from '../../../lib/field-words.ts';
import { useAct } from '../../../lib/use-act.ts';
import { Button } from '../../../ui/button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { CodeField } from '../../sign-in/components/code-field.tsx';
import { PasswordField } from '../../sign-in/components/password-field.tsx';
import { confirmAccount } from '../api/confirm-account.ts';

const PasswordValues = z.object({ password: z.string().min(1).max(200) });
const CodeValues = z.object({ code: TotpCode });

type ConfirmFormProps = { onDone: () => void };

export function ConfirmByPassword({ onDone }: ConfirmFormProps) {
  const form = useForm({ resolver: zodResolver(PasswordValues), defaultValues: { password: '' } });
  useEffect(() => form.setFocus('password'), [form]);
  const act = useConfirm(onDone);
  return (
    <ConfirmFrame act={act} onSubmit={form.handleSubmit((values) => act.run(values))}>
      <PasswordField
        label={t`Password`}
        autoComplete="current-password"
        maxLength={200}
        error={fieldWords(form.formState.errors.password, t`Enter your password`)}
        {...form.register('password')}
      />
    </ConfirmFrame>
  );
}

export function ConfirmByCode({ onDone }: ConfirmFormProps) {
  const form = useForm({ resolver: zodResolver(CodeValues), defaultValues: { code: '' } });
  useEffect(() => form.setFocus('code'), [form]);
  const act = useConfirm(onDone);
  return (
    <ConfirmFrame act={act} onSubmit={form.handleSubmit((values) => act.run(values))}>
      <CodeField kind="app" error={form.formState.errors.code} field={form.register('code')} />
    </ConfirmFrame>
  );
}

function useConfirm(onDone: () => void) {
  return useAct({ send: (body: ConfirmRequest) => confirmAccount(body), onDone });
}

type ConfirmFrameProps = {
  act: ReturnType<typeof useConfirm>;
  onSubmit: (event: SyntheticEvent) => Promise<void>;
  children: ReactNode;
};

/** The refusal above the one field, the button below it. */
function ConfirmFrame({ act, onSubmit, children }: ConfirmFrameProps) {
  return (
    <form noValidate className="space-y-4" onSubmit={(event) => void onSubmit(event)}>
      {act.error ? <Notice tone="bad">{errorText(act.error)}</Notice> : null}
      {children}
      <Button type="submit" look="coin" wide pending={act.isPending}>
        <Trans>Confirm</Trans>
      </Button>
    </form>
  );
}
