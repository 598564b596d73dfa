import type { DiscordSettings } from '@coinslot/shared/http/admin-discord.ts';
import { zodResolver } from '@hookform/resolvers/zod';
import { msg, t } from '@lingui/core/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { toast } from 'sonner';
import { fieldWords } from '../../../lib/field-words.ts';
import { useSave } from '../../../lib/use-save.ts';
import { CheckField } from '../../../ui/check-field.tsx';
import { Field } from '../../../ui/field.tsx';
import { FormSection } from '../../../ui/form-section.tsx';
import { discordKey } from '../api/get-discord-settings.ts';
import { saveDiscord } from '../api/save-discord.ts';
import { DiscordValues, type TypedDiscordValues, typeDiscord } from '../discord-values.ts';
import { PerkRules } from './perk-rules.tsx';
import { SecretField } from './secret-field.tsx';
import { SettingsForm } from './settings-form.tsx';

const names = ['guildId', 'inviteUrl', 'botToken', 'joinsGuild', 'buyersOnlyWithPerk', 'rules'] as const;

type DiscordFormProps = { settings: DiscordSettings; reload: () => Promise<DiscordSettings | undefined> };

/** The server at Discord, its bot, and what its roles give. */
export function DiscordForm({ settings, reload }: DiscordFormProps) {
  const [opened, setOpened] = useState(settings);
  return <Fields key={opened.revision} settings={opened} reload={reload} onOpen={setOpened} />;
}

function Fields(props: DiscordFormProps & { onOpen: (settings: DiscordSettings) => void }) {
  const { settings, reload, onOpen } = props;
  const client = useQueryClient();
  const form = useForm<TypedDiscordValues, unknown, DiscordValues>({
    resolver: zodResolver(DiscordValues),
    defaultValues: typeDiscord(settings),
  });
  const { errors, isDirty } = form.formState;
  const save = useSave<DiscordValues, DiscordSettings, (typeof names)[number]>({
    item: settings,
    send: ({ botToken, ...values }, revision) =>
      saveDiscord({ ...values, ...(botToken === '' ? {} : { botToken }), revision: revision ?? 1 }),
    reload,
    names,
    setError: form.setError,
    refresh: () => client.invalidateQueries({ queryKey: discordKey }),
    onSaved: (saved) => {
      toast.success(t`The Discord server is saved.`);
      onOpen(saved);
    },
  });
  const guild = settings.guildName;
  // Registered before the fields below: of those that are wrong, the first in this order gets the focus.
  const guildId = form.register('guildId');
  return (
    <SettingsForm
      isDirty={isDirty}
      onSubmit={form.handleSubmit(save.run)}
      save={save}
      item={settings}
      labels={{
        guildId: msg`Server`,
        inviteUrl: msg`Invitation`,
        hasBotToken: msg`Bot token`,
        joinsGuild: msg`Joining the server`,
        buyersOnlyWithPerk: msg`Who may buy`,
        rules: msg`What roles give`,
      }}
      onLoadNewer={onOpen}
    >
      <FormSection
        title={t`Server and bot`}
        hint={
          settings.source === 'environment'
            ? t`From the server’s environment. Saving here takes its place.`
            : null
        }
      >
        <Field
          label={t`Id of the server (empty: none)`}
          hint={
            guild
              ? t`Discord calls it ${guild}.`
              : t`In Discord: developer mode on, right click on the server, “Copy Server ID”.`
          }
          error={fieldWords(errors.guildId, t`A number of 15 to 22 digits`)}
        >
          {(control) => (
            <input {...control} inputMode="numeric" autoComplete="off" maxLength={22} {...guildId} />
          )}
        </Field>
        <SecretField
          label={t`Bot token`}
          isSet={settings.hasBotToken}
          hint={t`In the developer portal under “Bot”, “Reset Token”. The bot must be in the server.`}
          error={fieldWords(errors.botToken, t`As Discord shows it: 20 characters or more, no spaces`)}
          maxLength={200}
          field={form.register('botToken')}
        />
        <Field
          label={t`Invitation (optional)`}
          hint={t`Shown to members who are not in the server.`}
          error={fieldWords(errors.inviteUrl, t`Like https://discord.gg/abc`)}
        >
          {(control) => (
            <input
              {...control}
              type="url"
              autoComplete="off"
              placeholder="https://discord.gg/…"
              maxLength={100}
              {...form.register('inviteUrl')}
            />
          )}
        </Field>
        <CheckField
          label={t`Who agrees also joins the server`}
          hint={t`The bot needs the right to create invitations.`}
          {...form.register('joinsGuild')}
        />
      </FormSection>
      <FormSection
        title={t`What roles give`}
        hint={t`To members who agreed that their roles are read. Of several roles the best of each counts.`}
      >
        <CheckField
          label={t`Only members with a role that may buy can buy`}
          hint={t`Everybody else can look. Admins too need such a role.`}
          {...form.register('buyersOnlyWithPerk')}
        />
        <PerkRules form={form} mayAsk={settings.hasBotToken && settings.guildId !== null} />
      </FormSection>
    </SettingsForm>
  );
}
