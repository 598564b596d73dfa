import {
  EditProviderRequest,
  ProviderSettings,
  ProviderSettingsList,
  SetupTest,
} from '@coinslot/shared/http/admin-sign-in.ts';
import { SignInProvider } from '@coinslot/shared/http/sign-in.ts';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { inTransaction } from '../../../database/db.ts';
import type { BrokerApp } from '../../../http/broker-app.ts';
import { adminActOf } from '../../audit/index.ts';
import { editProvider } from './edit-provider.ts';
import { listProviders } from './list-providers.ts';
import { testProvider } from './test-provider.ts';

const ProviderParams = z.object({ provider: SignInProvider });

/** How providers are set up, and trying it. */
export function registerProviderRoutes(app: BrokerApp, ctx: BrokerContext): void {
  app.get(
    '/api/v1/admin/sign-in',
    { config: { access: 'admin.settings.read' }, schema: { response: { 200: ProviderSettingsList } } },
    async () => ({ items: await listProviders(ctx) }),
  );
  app.put(
    '/api/v1/admin/sign-in/:provider',
    {
      config: { access: 'admin.settings.write', fresh: true, idempotent: false, hasSecretBody: true },
      schema: { params: ProviderParams, body: EditProviderRequest, response: { 200: ProviderSettings } },
    },
    async (request) => {
      const { provider } = request.params;
      await inTransaction(ctx.db, (tx) => editProvider(tx, ctx, adminActOf(request), provider, request.body));
      const settings = await listProviders(ctx);
      return ProviderSettings.parse(settings.find(({ id }) => id === provider));
    },
  );
  app.post(
    '/api/v1/admin/sign-in/:provider/test',
    {
      config: {
        access: 'admin.settings.write',
        idempotent: false,
        rateLimit: { max: 10, timeWindow: '1 minute', groupId: 'provider-test' },
      },
      schema: { params: ProviderParams, response: { 200: SetupTest } },
    },
    async (request) => await testProvider(ctx, request.params.provider),
  );
}
