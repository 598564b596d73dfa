import type { EditProviderRequest } from '@coinslot/shared/http/admin-sign-in.ts';
import { providerNames, type SignInProvider } from '@coinslot/shared/http/sign-in.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { readRows, type Tx } from '../../../database/db.ts';
import { fail } from '../../../http/errors.ts';
import { refuseStale } from '../../../http/refuse-conflicts.ts';
import { canComeIn, type OpenProviders } from '../../accounts/index.ts';
import { type AdminAct, writeAudit } from '../../audit/index.ts';
import { openAmong, providerSecretContext, readProviderRows, toSetup } from './read-credentials.ts';

/**
 * Saves a provider's credentials and whether it is offered. Takes the place of the environment's; without a secret the present one stays,
 * the environment's too.
 *
 * @throws edited_meanwhile, invalid_request, last_way_in (unless forced)
 */
export async function editProvider(
  tx: Tx,
  ctx: Pick<BrokerContext, 'config' | 'secrets'>,
  act: AdminAct,
  provider: SignInProvider,
  wanted: EditProviderRequest,
): Promise<void> {
  // Two who save for the first time at once: the second finds the first one's row.
  await tx.execute(sql`lock table sign_in_providers in share row exclusive mode`);
  const rows = await readProviderRows(tx);
  const row = rows.find((one) => one.provider === provider);
  refuseStale({ revision: row?.revision ?? 0 }, wanted);
  const before = toSetup(ctx, provider, row);
  const secret = wanted.clientSecret ?? before.clientSecret;
  if (wanted.enabled && secret === null) {
    throw fail('invalid_request', { fields: { '/clientSecret': 'is needed to switch it on' } });
  }
  if (before.enabled && !wanted.enabled && !wanted.force) {
    const left = openAmong(ctx, rows).filter((open) => open !== provider);
    await refuseToLockOut(tx, provider, left);
  }
  await store(tx, ctx, provider, { ...wanted, secret });
  const { enabled, clientId } = wanted;
  await writeAudit(tx, {
    ...act,
    action: 'sign_in.edit',
    targetKind: 'settings',
    targetId: provider,
    before: { enabled: before.enabled, clientId: before.credentials?.clientId ?? '' },
    after: { enabled, clientId, secretChanged: wanted.clientSecret !== undefined },
  });
}

async function store(
  tx: Tx,
  ctx: Pick<BrokerContext, 'secrets'>,
  provider: SignInProvider,
  { enabled, clientId, secret }: { enabled: boolean; clientId: string; secret: string | null },
): Promise<void> {
  const stored = secret === null ? null : ctx.secrets.encryptSecret(secret, providerSecretContext(provider));
  await tx.execute(sql`
    insert into sign_in_providers as p (provider, enabled, client_id, client_secret)
    values (${provider}, ${enabled}, ${clientId}, ${stored})
    on conflict (provider) do update set
      enabled = excluded.enabled, client_id = excluded.client_id,
      client_secret = coalesce(excluded.client_secret, p.client_secret), revision = p.revision + 1, updated_at = now()`);
}

const Count = z.object({ members: z.int() });

async function refuseToLockOut(tx: Tx, provider: SignInProvider, left: OpenProviders): Promise<void> {
  const [found] = await readRows(
    tx,
    Count,
    sql`
      select count(*)::int as members from identities i join users u on u.id = i.user_id
      where i.issuer = ${provider} and u.disabled_at is null and not ${canComeIn(sql`i.user_id`, left)}`,
  );
  const members = found?.members ?? 0;
  if (members === 0) return;
  throw fail('last_way_in', {
    detail: `${members} ${members === 1 ? 'member comes' : 'members come'} in by ${providerNames[provider]} alone and would be locked out. Switch it off all the same?`,
    params: { members },
  });
}
