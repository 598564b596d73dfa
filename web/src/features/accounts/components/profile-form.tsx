import { ProfileRequest } from '@coinslot/shared/http/account-security.ts';
import { zodResolver } from '@hookform/resolvers/zod';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { toast } from 'sonner';
import { applyFieldErrors } from '../../../lib/apply-field-errors.ts';
import { fieldWords } from '../../../lib/field-words.ts';
import { useAct } from '../../../lib/use-act.ts';
import { Button } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { accountKey } from '../api/get-account.ts';
import { meKey } from '../api/get-me.ts';
import { renameProfile } from '../api/rename-profile.ts';

/** The name that others read. */
export function ProfileForm({ name }: { name: string }) {
  const client = useQueryClient();
  const [refusal, setRefusal] = useState<string | null>(null);
  const form = useForm({ resolver: zodResolver(ProfileRequest), defaultValues: { name } });
  const act = useAct({
    send: renameProfile,
    repeatable: true,
    onDone: (_answer, saved) => {
      setRefusal(null);
      form.reset(saved);
      toast.success(t`Your name is saved.`);
      for (const queryKey of [accountKey, meKey]) void client.invalidateQueries({ queryKey });
    },
    onFailed: (error) => setRefusal(applyFieldErrors(error, ['name'], form.setError)),
  });
  return (
    <form noValidate className="space-y-3" onSubmit={(event) => void form.handleSubmit(act.run)(event)}>
      {refusal ? <Notice tone="bad">{refusal}</Notice> : null}
      <Field
        label={t`Name`}
        error={fieldWords(form.formState.errors.name, t`From 1 to 80 characters`)}
        hint={t`Admins see it beside your machines.`}
      >
        {(control) => <input {...control} autoComplete="name" maxLength={80} {...form.register('name')} />}
      </Field>
      <Button type="submit" pending={act.isPending}>
        <Trans>Save the name</Trans>
      </Button>
    </form>
  );
}
