import { SignInProvider } from '@coinslot/shared/http/sign-in.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { type Db, readRows, type Tx } from '../../../database/db.ts';
import type { Credentials } from '../providers/provider.ts';

const Row = z.object({
  provider: SignInProvider,
  enabled: z.boolean(),
  clientId: z.string(),
  clientSecret: z.string().nullable(),
  revision: z.int(),
});
export type ProviderRow = z.infer<typeof Row>;

export const providerSecretContext = (provider: SignInProvider) => `sign-in:${provider}`;

/** What admins saved; a provider that nobody saved anything for is missing. Secrets as they are stored. */
export async function readProviderRows(db: Db | Tx): Promise<ProviderRow[]> {
  return await readRows(
    db,
    Row,
    sql`
      select provider, enabled, client_id as "clientId", client_secret as "clientSecret", revision
      from sign_in_providers`,
  );
}

export interface ProviderSetup {
  enabled: boolean;
  /** Null when some are missing. */
  credentials: Credentials | null;
  /** Also while the client's id is missing. */
  clientSecret: string | null;
  source: 'settings' | 'environment' | 'none';
}

type SetupContext = Pick<BrokerContext, 'config' | 'secrets'>;

/** How a provider is set up: as saved, else by the environment, whose credentials switch it on. */
export function toSetup(
  ctx: SetupContext,
  provider: SignInProvider,
  row: ProviderRow | undefined,
): ProviderSetup {
  if (row === undefined) {
    const credentials = ctx.config.signIn.credentials[provider];
    const source = credentials === null ? 'none' : 'environment';
    const clientSecret = credentials?.clientSecret ?? null;
    return { enabled: credentials !== null, credentials, clientSecret, source };
  }
  const { clientId } = row;
  const clientSecret = openSecret(ctx, provider, row);
  const credentials = clientSecret === null || clientId === '' ? null : { clientId, clientSecret };
  return { enabled: row.enabled && credentials !== null, credentials, clientSecret, source: 'settings' };
}

// A secret whose key is gone is as good as none: the other ways in, and the page where it is entered again, go on.
function openSecret(
  ctx: Pick<BrokerContext, 'secrets'>,
  provider: SignInProvider,
  { clientSecret }: ProviderRow,
): string | null {
  if (clientSecret === null) return null;
  try {
    return ctx.secrets.decryptSecret(clientSecret, providerSecretContext(provider));
  } catch {
    return null;
  }
}

/** How this provider is set up just now. */
export async function readSetup(
  ctx: SetupContext & Pick<BrokerContext, 'db'>,
  provider: SignInProvider,
): Promise<ProviderSetup> {
  const rows = await readProviderRows(ctx.db);
  return toSetup(
    ctx,
    provider,
    rows.find((row) => row.provider === provider),
  );
}

/** The providers by which somebody can come in just now, in the page's order. */
export async function listOpenProviders(
  ctx: SetupContext & Pick<BrokerContext, 'db'>,
): Promise<SignInProvider[]> {
  return openAmong(ctx, await readProviderRows(ctx.db));
}

/** The same of rows that were read already. */
export function openAmong(ctx: SetupContext, rows: readonly ProviderRow[]): SignInProvider[] {
  return SignInProvider.options.filter(
    (provider) =>
      toSetup(
        ctx,
        provider,
        rows.find((row) => row.provider === provider),
      ).enabled,
  );
}
