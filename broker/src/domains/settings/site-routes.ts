import { Site, SitePage } from '@coinslot/shared/http/site.ts';
import type { BrokerContext } from '../../context.ts';
import type { BrokerApp } from '../../http/broker-app.ts';
import { readSettings, type SettingsEntry } from './read-settings.ts';

/** What everybody may read of this house, signed in or not. */
export function registerSiteRoutes(app: BrokerApp, ctx: Pick<BrokerContext, 'db'>): void {
  app.get(
    '/api/v1/site',
    { config: { access: 'public', readsSession: false }, schema: { response: { 200: Site } } },
    async () => {
      const { general, members, terms, privacy } = await readSettings(ctx);
      return {
        name: general.values.name,
        supportContact: general.values.supportContact === '' ? null : general.values.supportContact,
        signUpOpen: members.values.signUpOpen,
        terms: factsOf(terms),
        privacy: factsOf(privacy),
      };
    },
  );
  for (const page of ['terms', 'privacy'] as const) {
    app.get(
      `/api/v1/site/${page}`,
      { config: { access: 'public', readsSession: false }, schema: { response: { 200: SitePage } } },
      async () => {
        const entry = (await readSettings(ctx))[page];
        return { ...factsOf(entry), markdown: entry.values.markdown };
      },
    );
  }
}

function factsOf({ revision, updatedAt }: SettingsEntry<unknown>) {
  return { revision, updatedAt: updatedAt?.toISOString() ?? null };
}
