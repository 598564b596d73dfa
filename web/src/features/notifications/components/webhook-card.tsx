import { DiscordWebhookRequest, type NotificationPreferences } from '@coinslot/shared/http/notifications.ts';
import { zodResolver } from '@hookform/resolvers/zod';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { toast } from 'sonner';
import { applyFieldErrors } from '../../../lib/apply-field-errors.ts';
import { fieldWords } from '../../../lib/field-words.ts';
import { formatDateTime } from '../../../lib/format.ts';
import { useAct } from '../../../lib/use-act.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, CardTitle } from '../../../ui/card.tsx';
import { ConfirmButton } from '../../../ui/confirm-button.tsx';
import { Field } from '../../../ui/field.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { preferencesKey } from '../api/get-preferences.ts';
import { setWebhook } from '../api/set-webhook.ts';
import { SendTestButton } from './mail-notice.tsx';

/** The member's own Discord channel, in which we may write. Its address is a secret: it is kept and never shown. */
export function WebhookCard({ webhook }: { webhook: NotificationPreferences['discord'] }) {
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: preferencesKey });
  return (
    <Card>
      <CardTitle>
        <Trans>Your Discord channel</Trans>
      </CardTitle>
      <p className="text-soft mb-4">
        <Trans>
          Make a webhook in a channel of a server of yours (Edit channel, Integrations, Webhooks) and paste
          its address here.
        </Trans>
      </p>
      {webhook ? (
        <div className="mb-5 space-y-3">
          {webhook.gone ? (
            <Notice tone="bad" announced={false}>
              <Trans>Discord says that this webhook is gone. Make a new one, or remove it here.</Trans>
            </Notice>
          ) : null}
          <p>
            <Trans>
              <strong className="break-words">{webhook.name}</strong>, since {formatDateTime(webhook.setAt)}
            </Trans>
          </p>
          <div className="flex flex-wrap gap-2">
            <SendTestButton channel="discord" words={t`Send a test message`} />
            <ConfirmButton
              words={<Trans>Remove it</Trans>}
              title={t`Remove the webhook?`}
              description={t`Nothing is told in that channel any more.`}
              act={t`Remove it`}
              keep={t`Keep it`}
              send={() => setWebhook({ url: null })}
              onDone={() => void refresh()}
            />
          </div>
        </div>
      ) : null}
      <WebhookForm replaces={webhook !== null} onSaved={() => void refresh()} />
    </Card>
  );
}

function WebhookForm({ replaces, onSaved }: { replaces: boolean; onSaved: () => void }) {
  const [refusal, setRefusal] = useState<string | null>(null);
  const form = useForm({ resolver: zodResolver(DiscordWebhookRequest), defaultValues: { url: '' } });
  const act = useAct({
    send: setWebhook,
    repeatable: true,
    onDone: () => {
      setRefusal(null);
      form.reset({ url: '' });
      toast.success(t`The webhook is saved.`);
      onSaved();
    },
    onFailed: (error) => setRefusal(applyFieldErrors(error, ['url'], form.setError)),
  });
  return (
    <form noValidate className="space-y-3" onSubmit={(event) => void form.handleSubmit(act.run)(event)}>
      {refusal ? <Notice tone="bad">{refusal}</Notice> : null}
      <Field
        label={replaces ? t`Another webhook address` : t`Webhook address`}
        error={fieldWords(
          form.formState.errors.url,
          t`Copy it from Discord: it begins with https://discord.com/api/webhooks/`,
        )}
      >
        {(control) => (
          <input
            {...control}
            type="url"
            autoComplete="off"
            spellCheck={false}
            maxLength={300}
            placeholder="https://discord.com/api/webhooks/…"
            {...form.register('url')}
          />
        )}
      </Field>
      <Button type="submit" pending={act.isPending}>
        <Trans>Save the webhook</Trans>
      </Button>
    </form>
  );
}
