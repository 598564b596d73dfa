import { providerNames, type SignInProvider } from '@coinslot/shared/http/sign-in.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { constraintOf, inTransaction, readRows } from '../../../database/db.ts';
import { keepRewardMarks, lockUser } from '../../accounts/index.ts';
import { type Actor, writeAudit } from '../../audit/index.ts';
import { notify } from '../../notifications/index.ts';
import type { Profile } from '../providers/provider.ts';
import { failSignIn } from '../providers/sign-in-failure.ts';

const Linked = z.object({ subject: z.string() });
const Id = z.object({ id: z.uuid() });

/**
 * From now on this identity opens this account too, and its member is told. Well done also when it did already.
 *
 * @throws already_linked when it opens another account, or when this one has another identity of the provider
 */
export async function linkIdentity(
  ctx: Pick<BrokerContext, 'bus' | 'db'>,
  link: { member: Actor & { id: string }; provider: SignInProvider; profile: Profile; address: string },
): Promise<void> {
  const { member, provider, profile, address } = link;
  try {
    await inTransaction(ctx.db, async (tx) => {
      await lockUser(tx, member.id);
      const [present] = await readRows(
        tx,
        Linked,
        sql`select subject from identities where user_id = ${member.id} and issuer = ${provider}`,
      );
      if (present?.subject === profile.subject) return;
      if (present !== undefined) throw failSignIn('already_linked');
      const [identity] = await readRows(
        tx,
        Id,
        sql`
          insert into identities (user_id, issuer, subject, subject_name)
          values (${member.id}, ${provider}, ${profile.subject}, ${profile.name.slice(0, 80)}) returning id`,
      );
      await keepRewardMarks(tx, member.id);
      await notify(tx, ctx, {
        userId: member.id,
        kind: 'security',
        params: { event: 'identity_linked', device: providerNames[provider], address },
        dedupeKey: `identity_linked:${identity?.id}`,
      });
      await writeAudit(tx, {
        actor: member,
        action: 'identity.link',
        targetKind: 'user',
        targetId: member.id,
        after: { provider, name: profile.name.slice(0, 80) },
        address,
      });
    });
  } catch (error) {
    if (constraintOf(error) === 'identities_issuer_subject_key') throw failSignIn('already_linked');
    throw error;
  }
}
