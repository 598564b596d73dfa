import { OperatorEvent, type OperatorWebhook } from '@coinslot/shared/http/admin-mail.ts';
import { DiscordWebhookRequest } from '@coinslot/shared/http/notifications.ts';
import { zodResolver } from '@hookform/resolvers/zod';
import type { MessageDescriptor } from '@lingui/core';
import { msg, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { toast } from 'sonner';
import { z } from 'zod';
import { fieldWords } from '../../../lib/field-words.ts';
import { formatDateTime } from '../../../lib/format.ts';
import { useSave } from '../../../lib/use-save.ts';
import { CheckField } from '../../../ui/check-field.tsx';
import { FormSection } from '../../../ui/form-section.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { say } from '../../../words/say.ts';
import { alertsKey } from '../api/get-operator-webhook.ts';
import { saveOperatorWebhook } from '../api/save-operator-webhook.ts';
import { SecretField } from './secret-field.tsx';
import { SettingsForm } from './settings-form.tsx';

const eventWords = {
  lab_closed: msg`A lab closed itself after failures`,
  lab_reopened: msg`A lab that had closed itself works again`,
  seat_closed: msg`A seat closed itself after failures`,
  seat_reopened: msg`A seat that had closed itself works again`,
  worker_lost: msg`A worker is lost or was locked`,
  delivery_failed: msg`A mail or message could not be delivered`,
  needs_operator: msg`A lab waits for something to be done by hand`,
  incident: msg`Something is stuck, or is no more`,
} satisfies Record<OperatorEvent, MessageDescriptor>;

const AlertValues = z.object({
  url: z.union([z.literal(''), DiscordWebhookRequest.shape.url.unwrap()]),
  withoutWebhook: z.boolean(),
  events: z.array(OperatorEvent),
});
type AlertValues = z.infer<typeof AlertValues>;

type AlertsFormProps = { settings: OperatorWebhook; reload: () => Promise<OperatorWebhook | undefined> };

/** The operator's own channel at Discord, and what is told there. */
export function AlertsForm({ settings, reload }: AlertsFormProps) {
  const [opened, setOpened] = useState(settings);
  return <Fields key={opened.revision} settings={opened} reload={reload} onOpen={setOpened} />;
}

function Fields(props: AlertsFormProps & { onOpen: (settings: OperatorWebhook) => void }) {
  const { settings, reload, onOpen } = props;
  const client = useQueryClient();
  const form = useForm({
    resolver: zodResolver(AlertValues),
    defaultValues: { url: '', withoutWebhook: false, events: settings.events },
  });
  const { errors, isDirty } = form.formState;
  const save = useSave<AlertValues, OperatorWebhook, 'url' | 'events'>({
    item: settings,
    send: ({ url, withoutWebhook, events }, revision) =>
      saveOperatorWebhook({
        events,
        ...(withoutWebhook ? { url: null } : url === '' ? {} : { url }),
        revision: revision ?? 0,
      }),
    reload,
    names: ['url', 'events'],
    setError: form.setError,
    refresh: () => client.refetchQueries({ queryKey: alertsKey }),
    onSaved: (saved) => {
      toast.success(t`The alerts are saved.`);
      onOpen(saved);
    },
  });
  const { webhook } = settings;
  return (
    <SettingsForm
      isDirty={isDirty}
      onSubmit={form.handleSubmit(save.run)}
      save={save}
      item={settings}
      labels={{ webhook: msg`Webhook`, events: msg`What is told` }}
      onLoadNewer={onOpen}
    >
      <FormSection
        title={t`Alerts at Discord`}
        hint={t`For those who run this house: what happens is told in a channel of yours. A webhook is made under “Edit channel”, “Integrations”, “Webhooks”.`}
      >
        {webhook?.gone ? (
          <Notice tone="bad" announced={false}>
            <Trans>Discord says that this webhook is gone. Make a new one and save it here.</Trans>
          </Notice>
        ) : null}
        {webhook ? (
          <p>
            <Trans>
              <strong className="break-words">{webhook.name}</strong>, since {formatDateTime(webhook.setAt)}
            </Trans>
          </p>
        ) : null}
        <SecretField
          label={webhook ? t`Another webhook address` : t`Webhook address`}
          isSet={webhook !== null}
          error={fieldWords(
            errors.url,
            t`Copy it from Discord: it begins with https://discord.com/api/webhooks/`,
          )}
          maxLength={300}
          field={form.register('url')}
        />
        {webhook ? <CheckField label={t`Remove the webhook`} {...form.register('withoutWebhook')} /> : null}
        <fieldset className="space-y-3">
          <legend className="mb-2 text-sm font-semibold">
            <Trans>What is told</Trans>
          </legend>
          {OperatorEvent.options.map((event) => (
            <CheckField
              key={event}
              label={say(eventWords[event])}
              value={event}
              {...form.register('events')}
            />
          ))}
        </fieldset>
      </FormSection>
    </SettingsForm>
  );
}
