import { EditProviderRequest, type ProviderSettings } from '@coinslot/shared/http/admin-sign-in.ts';
import { zodResolver } from '@hookform/resolvers/zod';
import { msg, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { toast } from 'sonner';
import { z } from 'zod';
import { hasCode } from '../../../lib/api-error.ts';
import { fieldWords } from '../../../lib/field-words.ts';
import { useSave } from '../../../lib/use-save.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { CheckField } from '../../../ui/check-field.tsx';
import { Field } from '../../../ui/field.tsx';
import { FormSection } from '../../../ui/form-section.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { providersKey } from '../api/list-providers.ts';
import { saveProvider } from '../api/save-provider.ts';
import { describeSource } from './provider-row.tsx';
import { ProviderSteps } from './provider-steps.tsx';
import { SecretField } from './secret-field.tsx';
import { SettingsForm } from './settings-form.tsx';

const { clientId, clientSecret } = EditProviderRequest.shape;
// An empty secret means the one that is there already.
const ProviderValues = z.object({
  enabled: z.boolean(),
  clientId,
  clientSecret: z.union([z.literal(''), clientSecret.unwrap()]),
});
type ProviderValues = z.infer<typeof ProviderValues>;

type ProviderFormProps = { provider: ProviderSettings; reload: () => Promise<ProviderSettings | undefined> };

/** Credentials of a provider. The secret is written and never read back. */
export function ProviderForm({ provider, reload }: ProviderFormProps) {
  const [opened, setOpened] = useState(provider);
  return (
    <ProviderFields
      key={`${opened.id} ${opened.revision}`}
      provider={opened}
      reload={reload}
      onOpen={setOpened}
    />
  );
}

function ProviderFields(props: ProviderFormProps & { onOpen: (provider: ProviderSettings) => void }) {
  const { provider, reload, onOpen } = props;
  const client = useQueryClient();
  const [locksOut, setLocksOut] = useState(false);
  const form = useForm({
    resolver: zodResolver(ProviderValues),
    defaultValues: { enabled: provider.enabled, clientId: provider.clientId, clientSecret: '' },
  });
  const { errors, isDirty } = form.formState;
  const save = useSave<
    ProviderValues & { force: boolean },
    ProviderSettings,
    'enabled' | 'clientId' | 'clientSecret'
  >({
    item: provider,
    send: async ({ clientSecret: secret, ...values }, revision) => {
      try {
        const kept = secret === '' ? {} : { clientSecret: secret };
        return await saveProvider(provider.id, { ...values, ...kept, revision: revision ?? 0 });
      } catch (error) {
        setLocksOut(hasCode(error, 'last_way_in'));
        throw error;
      }
    },
    reload,
    names: ['enabled', 'clientId', 'clientSecret'],
    setError: form.setError,
    refresh: () => client.refetchQueries({ queryKey: providersKey }),
    onSaved: (saved) => {
      toast.success(t`Signing in by ${saved.name} is saved.`);
      onOpen(saved);
    },
  });
  const { name } = provider;
  return (
    <SettingsForm
      isDirty={isDirty}
      onSubmit={form.handleSubmit((values) => save.run({ ...values, force: false }))}
      notice={
        locksOut ? (
          <Notice
            tone="bad"
            action={
              <Button
                size="small"
                look="danger"
                onClick={() => void form.handleSubmit((values) => save.run({ ...values, force: true }))()}
              >
                <Trans>Switch it off all the same</Trans>
              </Button>
            }
          >
            <Trans>Some members have no other way in than {name}: they would be locked out.</Trans>
          </Notice>
        ) : null
      }
      save={save}
      item={provider}
      labels={{ enabled: msg`Offered`, clientId: msg`Client ID`, hasSecret: msg`Client secret` }}
      onLoadNewer={onOpen}
    >
      <FormSection title={t`Signing in by ${name}`} hint={describeSource(provider)}>
        <ProviderSteps provider={provider}>
          <Field
            label={t`Client ID`}
            error={fieldWords(errors.clientId, t`As the provider shows it, without spaces`)}
          >
            {(control) => (
              <input
                {...control}
                autoComplete="off"
                spellCheck={false}
                maxLength={300}
                {...form.register('clientId')}
              />
            )}
          </Field>
          <SecretField
            label={t`Client secret`}
            isSet={provider.hasSecret}
            error={fieldWords(
              errors.clientSecret,
              t`As the provider shows it: 8 characters or more, no spaces`,
            )}
            field={form.register('clientSecret')}
          />
        </ProviderSteps>
        <CheckField
          label={t`Members may sign in by ${name}`}
          hint={errors.enabled?.message ?? t`Test it first: what is saved is tried at the provider itself.`}
          {...form.register('enabled')}
        />
        <p className="text-soft flex flex-wrap items-center gap-1.5 text-sm">
          <Trans>We ask for:</Trans>
          {provider.scopes.map((scope) => (
            <Badge key={scope}>{scope}</Badge>
          ))}
        </p>
      </FormSection>
    </SettingsForm>
  );
}
