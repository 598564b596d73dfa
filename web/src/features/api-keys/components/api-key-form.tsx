import {
  ApiKeyScope,
  CreateApiKeyRequest,
  type CreatedApiKey,
  narrowestScopes,
} from '@coinslot/shared/http/api-keys.ts';
import { zodResolver } from '@hookform/resolvers/zod';
import { plural, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Controller, useForm } from 'react-hook-form';
import { applyFieldErrors } from '../../../lib/apply-field-errors.ts';
import { fieldWords } from '../../../lib/field-words.ts';
import { useAct } from '../../../lib/use-act.ts';
import { Button } from '../../../ui/button.tsx';
import { DialogActions } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useSignedIn } from '../../accounts/api/use-signed-in.ts';
import { createApiKey } from '../api/create-api-key.ts';
import { apiKeysKey } from '../api/list-api-keys.ts';
import { ScopeFields } from './scope-fields.tsx';

const lifetimes = [7, 30, 90, 365] as const;

type ApiKeyFormProps = { onCreated: (created: CreatedApiKey) => void; onClose: () => void };

export function ApiKeyForm({ onCreated, onClose }: ApiKeyFormProps) {
  const client = useQueryClient();
  const isAdmin = (useSignedIn()?.permissions.length ?? 0) > 0;
  const [refusal, setRefusal] = useState<string | null>(null);
  const form = useForm({
    resolver: zodResolver(CreateApiKeyRequest),
    defaultValues: { name: '', scopes: [...narrowestScopes] as ApiKeyScope[], expiresInDays: 90 },
  });
  const { errors } = form.formState;
  const act = useAct({
    send: createApiKey,
    onDone: (created) => {
      void client.invalidateQueries({ queryKey: apiKeysKey });
      onCreated(created);
    },
    onFailed: (error) =>
      setRefusal(applyFieldErrors(error, ['name', 'scopes', 'expiresInDays'], form.setError)),
  });
  const offered = ApiKeyScope.options.filter((scope) => scope !== 'admin' || isAdmin);
  return (
    <form noValidate className="space-y-4" onSubmit={(event) => void form.handleSubmit(act.run)(event)}>
      {refusal ? <Notice tone="bad">{refusal}</Notice> : null}
      <Field
        label={t`Name`}
        hint={t`What it is for, so that you know it again.`}
        error={fieldWords(errors.name, t`From 1 to 80 characters`)}
      >
        {(control) => <input {...control} autoComplete="off" maxLength={80} {...form.register('name')} />}
      </Field>
      <Controller
        control={form.control}
        name="scopes"
        render={({ field }) => (
          <ScopeFields
            offered={offered}
            chosen={field.value}
            error={fieldWords(errors.scopes, t`Choose one or more`)}
            onChange={field.onChange}
          />
        )}
      />
      <Field label={t`Good for`} error={fieldWords(errors.expiresInDays, t`From 1 to 365 days`)}>
        {(control) => (
          <select {...control} {...form.register('expiresInDays', { valueAsNumber: true })}>
            {lifetimes.map((days) => (
              <option key={days} value={days}>
                {plural(days, { one: '# day', other: '# days' })}
              </option>
            ))}
          </select>
        )}
      </Field>
      <DialogActions>
        <Button onClick={onClose} disabled={act.isPending}>
          <Trans>Not now</Trans>
        </Button>
        <Button type="submit" look="coin" pending={act.isPending}>
          <Trans>Make the key</Trans>
        </Button>
      </DialogActions>
    </form>
  );
}
