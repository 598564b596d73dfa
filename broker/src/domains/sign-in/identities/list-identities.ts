import { Identity, type IdentityList } from '@coinslot/shared/http/identities.ts';
import { providerNames, SignInProvider } from '@coinslot/shared/http/sign-in.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { readRows } from '../../../database/db.ts';
import { PgTimestamp } from '../../../database/pg-types.ts';
import { canComeIn } from '../../accounts/index.ts';
import { listOpenProviders } from '../settings/read-credentials.ts';

const IsoTime = PgTimestamp.transform((at) => at.toISOString());
const Row = Identity.omit({ canUnlink: true, why: true }).extend({
  linkedAt: IsoTime,
  lastUsedAt: IsoTime.nullable(),
  canUnlink: z.boolean(),
});

/** The providers' accounts that open this one, and those that could be linked. */
export async function listIdentities(
  ctx: Pick<BrokerContext, 'config' | 'db' | 'secrets'>,
  userId: string,
): Promise<IdentityList> {
  const open = await listOpenProviders(ctx);
  const rows = await readRows(
    ctx.db,
    Row,
    sql`
      select i.id, i.issuer as provider, i.subject_name as "subjectName", i.created_at as "linkedAt",
        i.last_used_at as "lastUsedAt", ${canComeIn(sql`i.user_id`, open, { identityId: sql`i.id` })} as "canUnlink"
      from identities i where i.user_id = ${userId} and i.issuer = any(${sql.param(SignInProvider.options)}::text[])
      order by i.created_at, i.id`,
  );
  const linked = new Set(rows.map(({ provider }) => provider));
  return {
    items: rows.map((row) => ({ ...row, why: row.canUnlink ? null : 'last_way_in' })),
    linkable: open.filter((id) => !linked.has(id)).map((id) => ({ id, name: providerNames[id] })),
  };
}
