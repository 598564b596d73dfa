import type { TunnelSettings } from '@coinslot/shared/http/admin-tunnels.ts';
import { zodResolver } from '@hookform/resolvers/zod';
import { msg, t } from '@lingui/core/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { toast } from 'sonner';
import { fieldWords } from '../../../lib/field-words.ts';
import { useSave } from '../../../lib/use-save.ts';
import { Field } from '../../../ui/field.tsx';
import { FormSection } from '../../../ui/form-section.tsx';
import { PlainInput } from '../../../ui/plain-input.tsx';
import { tunnelsKey } from '../api/get-tunnels.ts';
import { saveTunnels } from '../api/save-tunnels.ts';
import { TunnelValues } from '../tunnel-values.ts';
import { RemoveTunnelsCard } from './remove-tunnels-card.tsx';
import { SecretField } from './secret-field.tsx';
import { SettingsForm } from './settings-form.tsx';
import { TunnelStateCard } from './tunnel-state-card.tsx';

const names = ['accountId', 'zoneId', 'subdomain', 'token'] as const;

type TunnelFormProps = {
  settings: TunnelSettings;
  reload: () => Promise<TunnelSettings | undefined>;
};

/** The account at Cloudflare; below it how the tunnels are, and how the account is taken away. */
export function TunnelForm({ settings, reload }: TunnelFormProps) {
  const [opened, setOpened] = useState(settings);
  return (
    <>
      <Fields key={opened.revision} settings={opened} reload={reload} onOpen={setOpened} />
      {settings.hasToken ? (
        <>
          <TunnelStateCard settings={settings} />
          <RemoveTunnelsCard
            onRemoved={() => void reload().then((newer) => (newer ? setOpened(newer) : undefined))}
          />
        </>
      ) : null}
    </>
  );
}

function Fields(props: TunnelFormProps & { onOpen: (settings: TunnelSettings) => void }) {
  const { settings, reload, onOpen } = props;
  const client = useQueryClient();
  const form = useForm<TunnelValues>({
    resolver: zodResolver(TunnelValues),
    defaultValues: {
      accountId: settings.accountId ?? '',
      zoneId: settings.zoneId ?? '',
      subdomain: settings.subdomain,
      token: '',
    },
  });
  const { errors, isDirty } = form.formState;
  const save = useSave<TunnelValues, TunnelSettings, (typeof names)[number]>({
    item: settings,
    send: ({ token, ...values }, revision) =>
      saveTunnels({ ...values, ...(token === '' ? {} : { token }), revision: revision ?? 0 }),
    reload,
    names,
    setError: form.setError,
    refresh: () => client.refetchQueries({ queryKey: tunnelsKey }),
    onSaved: (saved) => {
      toast.success(t`Cloudflare took the account: machines get names below ${saved.domain ?? ''}.`);
      onOpen(saved);
    },
  });
  const accountId = form.register('accountId');
  const hexError = t`The 32 characters (0-9, a-f) that Cloudflare’s dashboard shows`;
  return (
    <SettingsForm
      isDirty={isDirty}
      onSubmit={form.handleSubmit(save.run)}
      save={save}
      item={settings}
      labels={{ accountId: msg`Account id`, zoneId: msg`Zone id`, domain: msg`Names below` }}
      onLoadNewer={onOpen}
    >
      <FormSection
        title={t`Cloudflare`}
        hint={[
          settings.hasToken
            ? ''
            : t`No account is set up. Only labs whose way in is a Cloudflare tunnel need one; direct, gateway and quick tunnels do not.`,
          t`For labs whose tunnel is cloudflared: each machine gets a host name below this zone while it runs. Records that are not ours are never touched.`,
          t`Both ids stand at Cloudflare on the zone’s overview page.`,
        ]
          .filter((part) => part !== '')
          .join(' ')}
      >
        <Field label={t`Account id`} error={fieldWords(errors.accountId, hexError)}>
          {(control) => <PlainInput {...control} maxLength={32} {...accountId} />}
        </Field>
        <Field label={t`Zone id`} error={fieldWords(errors.zoneId, hexError)}>
          {(control) => <PlainInput {...control} maxLength={32} {...form.register('zoneId')} />}
        </Field>
        <Field
          label={t`Part of the name before the zone (optional)`}
          hint={[
            settings.domain
              ? t`Now machines are called m-… below ${settings.domain}.`
              : t`With “lab” machines get names below lab.example.org.`,
            t`Cloudflare’s free certificate holds for one level below the zone only: with a part here you need one of its paid certificates.`,
          ].join(' ')}
          error={fieldWords(errors.subdomain, t`Lower-case letters, digits, hyphens and dots`)}
        >
          {(control) => <PlainInput {...control} maxLength={180} {...form.register('subdomain')} />}
        </Field>
        <SecretField
          label={t`API token`}
          isSet={settings.hasToken}
          hint={t`With exactly two permissions: Cloudflare Tunnel: Edit for the account, DNS: Edit for the zone.`}
          error={fieldWords(errors.token, t`From 20 to 500 characters`)}
          field={form.register('token')}
        />
      </FormSection>
    </SettingsForm>
  );
}
