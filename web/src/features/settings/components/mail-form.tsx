import type { MailSettings } from '@coinslot/shared/http/admin-mail.ts';
import { zodResolver } from '@hookform/resolvers/zod';
import { msg, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { toast } from 'sonner';
import { paths } from '../../../app/paths.ts';
import { useSave } from '../../../lib/use-save.ts';
import { FormSection } from '../../../ui/form-section.tsx';
import { LinkButton } from '../../../ui/link-button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { mailKey } from '../api/get-mail.ts';
import { saveMail } from '../api/save-mail.ts';
import { MailValues, type TypedMailValues } from '../mail-values.ts';
import { MailFields } from './mail-fields.tsx';
import { MailTestCard } from './mail-test-card.tsx';
import { RemoveMailCard } from './remove-mail-card.tsx';
import { SettingsForm } from './settings-form.tsx';

const names = ['host', 'port', 'security', 'user', 'password', 'from'] as const;

type MailFormProps = { settings: MailSettings; reload: () => Promise<MailSettings | undefined> };

/** The mail server; once there is one, how it is tried and how it is taken away stand below it. */
export function MailForm({ settings, reload }: MailFormProps) {
  const [opened, setOpened] = useState(settings);
  return (
    <>
      <Fields
        key={`${opened.source} ${opened.revision}`}
        settings={opened}
        reload={reload}
        onOpen={setOpened}
      />
      {opened.source === 'none' ? null : <MailTestCard />}
      {opened.source === 'settings' ? <RemoveMailCard onRemoved={setOpened} /> : null}
    </>
  );
}

function Fields(props: MailFormProps & { onOpen: (settings: MailSettings) => void }) {
  const { settings, reload, onOpen } = props;
  const client = useQueryClient();
  const { host, port, security, user, from } = settings;
  const form = useForm<TypedMailValues, unknown, MailValues>({
    resolver: zodResolver(MailValues),
    defaultValues: { host, port, security, user, from, password: '', withoutPassword: false },
  });
  const save = useSave<MailValues, MailSettings, (typeof names)[number]>({
    item: settings,
    send: ({ password, withoutPassword, ...values }, revision) =>
      saveMail({
        ...values,
        ...(withoutPassword ? { password: '' } : password === '' ? {} : { password }),
        revision: revision ?? 0,
      }),
    reload,
    names,
    setError: form.setError,
    refresh: () => client.refetchQueries({ queryKey: mailKey }),
    onSaved: (saved) => {
      toast.success(t`The mail server is saved.`);
      onOpen(saved);
    },
  });
  return (
    <SettingsForm
      isDirty={form.formState.isDirty}
      onSubmit={form.handleSubmit(save.run)}
      save={save}
      item={settings}
      labels={{
        host: msg`Server`,
        port: msg`Port`,
        security: msg`Encryption`,
        user: msg`User name`,
        hasPassword: msg`Password`,
        from: msg`Sender`,
      }}
      onLoadNewer={onOpen}
    >
      <SourceNotice source={settings.source} />
      <FormSection title={t`Mail server (SMTP)`}>
        <MailFields form={form} settings={settings} />
      </FormSection>
    </SettingsForm>
  );
}

function SourceNotice({ source }: Pick<MailSettings, 'source'>) {
  if (source === 'settings') return null;
  if (source === 'environment') {
    return (
      <Notice announced={false}>
        <Trans>These come from the server’s environment. Saving here takes their place.</Trans>
      </Notice>
    );
  }
  return (
    <Notice
      tone="coin"
      announced={false}
      action={
        <LinkButton to={paths.adminOutbox} size="small">
          <Trans>Open the outbox</Trans>
        </LinkButton>
      }
    >
      <Trans>No mail goes out yet: it is kept in the outbox. Members cannot reset a password.</Trans>
    </Notice>
  );
}
