import { type ProviderSettings, SetupTest } from '@coinslot/shared/http/admin-sign-in.ts';
import { providerNames, SignInProvider } from '@coinslot/shared/http/sign-in.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { readRows } from '../../../database/db.ts';
import { allProviders, redirectUrlOf } from '../providers/all-providers.ts';
import { readProviderRows, toSetup } from './read-credentials.ts';

const Tested = z.object({ provider: SignInProvider, result: SetupTest });

/** Every provider as the admin's page shows it: no secrets. */
export async function listProviders(
  ctx: Pick<BrokerContext, 'config' | 'db' | 'secrets'>,
): Promise<ProviderSettings[]> {
  const rows = await readProviderRows(ctx.db);
  const tests = await readRows(ctx.db, Tested, sql`select provider, result from sign_in_tests`);
  return SignInProvider.options.map((id) => {
    const row = rows.find(({ provider }) => provider === id);
    const { enabled, source, clientSecret } = toSetup(ctx, id, row);
    const ofEnvironment = ctx.config.signIn.credentials[id];
    return {
      id,
      name: providerNames[id],
      enabled,
      clientId: row?.clientId ?? ofEnvironment?.clientId ?? '',
      hasSecret: clientSecret !== null,
      redirectUrl: redirectUrlOf(ctx.config.http.publicUrl, id),
      setupUrl: allProviders[id].setupUrl,
      scopes: [...allProviders[id].scopes],
      source,
      revision: row?.revision ?? 0,
      lastTest: tests.find(({ provider }) => provider === id)?.result ?? null,
    };
  });
}
