import {
  DiscordRoleList,
  DiscordSettings,
  DiscordSyncStarted,
  EditDiscordRequest,
} from '@coinslot/shared/http/admin-discord.ts';
import {
  EditMailSettingsRequest,
  EditOperatorWebhookRequest,
  MailSettings,
  OperatorWebhook,
  TestMailRequest,
  TestMessageResponse,
} from '@coinslot/shared/http/admin-mail.ts';
import {
  AdminSettings,
  editSettingsOf,
  SettingsGroup,
  settingsGroups,
} from '@coinslot/shared/http/admin-settings.ts';
import {
  EditProviderRequest,
  ProviderSettings,
  ProviderSettingsList,
  SetupTest,
} from '@coinslot/shared/http/admin-sign-in.ts';
import { answer, problem } from './answers.ts';
import { minutesFromNow } from './data-catalog.ts';
import { aMailServer } from './data-house.ts';
import type { FakeRoute } from './routes.ts';

const aGoodTest = () => ({
  at: minutesFromNow(0),
  ok: true,
  steps: [{ name: 'Reaching', ok: true, detail: 'It answers.' }],
});

/** The house's settings, with the broker's own refusal of changes that are based on an older revision. */
export function settingsRoutes(): Record<string, FakeRoute> {
  return { ...groupRoutes(), ...providerRoutes(), ...discordRoutes(), ...mailRoutes() };
}

function groupRoutes(): Record<string, FakeRoute> {
  return {
    'GET /api/v1/admin/settings': (_request, { house }) => answer(AdminSettings, house.settings),
    'PUT /api/v1/admin/settings/:group': ({ path, body }, { house }) => {
      const group = SettingsGroup.parse(path.split('/').at(-1));
      const { values, revision } = editSettingsOf(settingsGroups[group]).parse(body);
      if (house.settings[group].revision !== revision) return problem('edited_meanwhile');
      house.settings = AdminSettings.parse({
        ...house.settings,
        [group]: {
          ...house.settings[group],
          values,
          revision: revision + 1,
          updatedAt: minutesFromNow(0),
          updatedBy: 'Ada Moreno',
        },
      });
      return answer(AdminSettings, house.settings);
    },
  };
}

function providerRoutes(): Record<string, FakeRoute> {
  return {
    'GET /api/v1/admin/sign-in': (_request, { house }) =>
      answer(ProviderSettingsList, { items: house.providers }),
    'PUT /api/v1/admin/sign-in/:provider': ({ path, body }, { house }) => {
      const { clientSecret, revision, force, ...values } = EditProviderRequest.parse(body);
      const provider = house.providers.find(({ id }) => path.endsWith(`/${id}`));
      if (!provider) return problem('not_found');
      if (provider.revision !== revision) return problem('edited_meanwhile');
      if (provider.enabled && !values.enabled && !force) return problem('last_way_in');
      const hasSecret = provider.hasSecret || clientSecret !== undefined;
      const changed: ProviderSettings = {
        ...provider,
        ...values,
        hasSecret,
        source: 'settings',
        revision: revision + 1,
      };
      house.providers = house.providers.map((each) => (each === provider ? changed : each));
      return answer(ProviderSettings, changed);
    },
    'POST /api/v1/admin/sign-in/:provider/test': ({ path }, { house }) => {
      const lastTest = SetupTest.parse(aGoodTest());
      house.providers = house.providers.map((each) =>
        path.includes(`/${each.id}/`) ? { ...each, lastTest } : each,
      );
      return answer(SetupTest, lastTest);
    },
  };
}

function discordRoutes(): Record<string, FakeRoute> {
  return {
    'GET /api/v1/admin/discord': (_request, { house }) => answer(DiscordSettings, house.discord),
    'PUT /api/v1/admin/discord': ({ body }, { house }) => {
      const { botToken, revision, ...terms } = EditDiscordRequest.parse(body);
      if (house.discord.revision !== revision) return problem('edited_meanwhile');
      const hasBotToken = house.discord.hasBotToken || botToken !== undefined;
      house.discord = { ...house.discord, ...terms, hasBotToken, revision: revision + 1 };
      return answer(DiscordSettings, house.discord);
    },
    'GET /api/v1/admin/discord/roles': () =>
      answer(DiscordRoleList, {
        items: [
          { id: '223456789012345678', name: 'Supporter', color: '#f5b52e' },
          { id: '323456789012345678', name: 'Teacher', color: null },
        ],
      }),
    'POST /api/v1/admin/discord/test': () => answer(SetupTest, aGoodTest()),
    'POST /api/v1/admin/discord/sync': () => answer(DiscordSyncStarted, { members: 41 }, 202),
  };
}

function mailRoutes(): Record<string, FakeRoute> {
  return {
    'GET /api/v1/admin/mail': (_request, { house }) => answer(MailSettings, house.mail),
    'PUT /api/v1/admin/mail': ({ body }, { house }) => {
      const { password, revision, ...values } = EditMailSettingsRequest.parse(body);
      if (house.mail.revision !== revision) return problem('edited_meanwhile');
      const hasPassword = password === undefined ? house.mail.hasPassword : password !== '';
      house.mail = { ...values, hasPassword, source: 'settings', revision: revision + 1 };
      return answer(MailSettings, house.mail);
    },
    'DELETE /api/v1/admin/mail': (_request, { house }) => {
      if (house.settings.members.values.emailMustBeVerified) return problem('not_configured');
      house.mail = aMailServer({
        source: 'none',
        host: '',
        user: '',
        from: '',
        hasPassword: false,
        revision: 0,
      });
      return answer(MailSettings, house.mail);
    },
    'POST /api/v1/admin/mail/test': ({ body }) => {
      const { to } = TestMailRequest.parse(body);
      return answer(TestMessageResponse, { ok: true, detail: `250 OK, queued for ${to}` });
    },
    'GET /api/v1/admin/operator-webhook': (_request, { house }) => answer(OperatorWebhook, house.webhook),
    'POST /api/v1/admin/operator-webhook/test': () =>
      answer(TestMessageResponse, { ok: true, detail: 'Discord took the message.' }),
    'PUT /api/v1/admin/operator-webhook': ({ body }, { house }) => {
      const { url, events, revision } = EditOperatorWebhookRequest.parse(body);
      const made = { name: 'Attic alerts', setAt: minutesFromNow(0), gone: false };
      const webhook = url === undefined ? house.webhook.webhook : url === null ? null : made;
      house.webhook = { webhook, events, revision: revision + 1 };
      return answer(OperatorWebhook, house.webhook);
    },
  };
}
