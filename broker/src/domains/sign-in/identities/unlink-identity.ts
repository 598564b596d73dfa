import { providerNames, SignInProvider } from '@coinslot/shared/http/sign-in.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { inTransaction, readRows } from '../../../database/db.ts';
import { fail } from '../../../http/errors.ts';
import { canComeIn, lockUser } from '../../accounts/index.ts';
import { type Actor, writeAudit } from '../../audit/index.ts';
import { notify } from '../../notifications/index.ts';
import { listOpenProviders } from '../settings/read-credentials.ts';

const Row = z.object({ provider: SignInProvider, name: z.string().nullable(), hasOther: z.boolean() });

/**
 * This identity opens the account no more; what its guild's roles gave goes with it. Two that are unlinked at once follow one another, so
 * the last way in stays.
 *
 * @throws not_found, last_way_in
 */
export async function unlinkIdentity(
  ctx: Pick<BrokerContext, 'bus' | 'config' | 'db' | 'secrets'>,
  unlink: { member: Actor & { id: string }; identityId: string; address: string },
): Promise<void> {
  const { member, identityId, address } = unlink;
  const open = await listOpenProviders(ctx);
  await inTransaction(ctx.db, async (tx) => {
    await lockUser(tx, member.id);
    const [identity] = await readRows(
      tx,
      Row,
      sql`
        select i.issuer as provider, i.subject_name as name, ${canComeIn(sql`i.user_id`, open, { identityId: sql`i.id` })} as "hasOther" from identities i
        where i.id = ${identityId} and i.user_id = ${member.id}
          and i.issuer = any(${sql.param(SignInProvider.options)}::text[])`,
    );
    if (identity === undefined) throw fail('not_found');
    if (!identity.hasOther) throw fail('last_way_in');
    await tx.execute(sql`delete from identities where id = ${identityId}`);
    await writeAudit(tx, {
      actor: member,
      action: 'identity.unlink',
      targetKind: 'user',
      targetId: member.id,
      before: { provider: identity.provider, name: identity.name },
      address,
    });
    await notify(tx, ctx, {
      userId: member.id,
      kind: 'security',
      params: { event: 'identity_unlinked', device: providerNames[identity.provider], address },
      dedupeKey: `identity_unlinked:${identityId}`,
    });
  });
}
