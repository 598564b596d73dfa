import type { AdminUserDetail } from '@coinslot/shared/http/admin-users.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../context.ts';
import { type Db, readRows, type Tx } from '../../database/db.ts';
import { PgTimestamp } from '../../database/pg-types.ts';
import { fail } from '../../http/errors.ts';
import { isOpenSession } from '../accounts/index.ts';
import { rankOf, ranksAbove, readStanding } from '../roles/index.ts';
import { readSettingsNow } from '../settings/index.ts';
import { toAdminUser, userColumns, userJoins, UserRow } from './list-users.ts';

/**
 * Everything that an admin sees of one member at a glance, judged by the rank of who asks.
 *
 * @throws not_found, also for a deleted account
 */
export async function readUser(
  db: Db | Tx,
  ctx: Pick<BrokerContext, 'config'>,
  { userId, askerId }: { userId: string; askerId: string },
): Promise<AdminUserDetail> {
  const [row] = await readRows(
    db,
    Row,
    sql`select ${userColumns}, ${detailColumns(ctx.config.accounts.sessionMaxAgeMs)} from users u ${userJoins} where u.id = ${userId} and u.deleted_at is null`,
  );
  if (row === undefined) throw fail('not_found');
  const asker = await readStanding(db, askerId);
  const { members } = await readSettingsNow(db);
  const byDefault = members.values.activeMachinesMax ?? ctx.config.machines.activePerMemberMax;
  return {
    ...toAdminUser(row),
    rank: row.rank,
    emailVerified: row.emailVerified,
    hasPassword: row.hasPassword,
    secondFactor: row.secondFactor,
    passkeys: row.passkeys,
    identities: row.identities.map((identity) => ({
      ...identity,
      linkedAt: new Date(identity.linkedAt).toISOString(),
    })),
    sessions: row.sessions,
    machines: { active: row.activeMachines, total: row.totalMachines, paidCoins: row.paidCoins },
    notes: row.notes,
    activeMachinesMax: row.perkMachinesMax ?? byDefault,
    disabled:
      row.disabledAt === null
        ? null
        : { at: row.disabledAt.toISOString(), by: row.disabledBy, reason: row.disabledReason ?? '' },
    isSelf: userId === askerId,
    isBelow: row.rank < asker.rank,
    isDecidedOn: ranksAbove(asker, row),
  };
}

const detailColumns = (sessionMaxAgeMs: number) => sql`
  u.email_verified as "emailVerified", u.disabled_by as "disabledBy", u.disabled_reason as "disabledReason",
  ${rankOf(sql`u.id`)} as rank,
  exists (
    select 1 from identities i where i.user_id = u.id and i.issuer = 'credential' and i.password is not null
  ) as "hasPassword",
  exists (select 1 from second_factors f where f.user_id = u.id and f.confirmed_at is not null) as "secondFactor",
  (select count(*) from passkeys p where p.user_id = u.id) as passkeys,
  coalesce((
    select jsonb_agg(jsonb_build_object(
      'provider', i.issuer, 'subject', i.subject, 'subjectName', i.subject_name, 'linkedAt', i.created_at
    ) order by i.created_at) from identities i where i.user_id = u.id and i.issuer <> 'credential'
  ), '[]') as identities,
  (
    select count(*) from sessions s where s.user_id = u.id and ${isOpenSession(sessionMaxAgeMs)}
  ) as sessions,
  (select count(*) from machines o where o.owner_id = u.id) as "totalMachines",
  (
    select coalesce(sum(c.price), 0)::integer from machines o join charges c on c.machine_id = o.id
    where o.owner_id = u.id and o.end_reason is null and c.state = 'captured'
  ) as "paidCoins",
  (select count(*) from user_notes n where n.user_id = u.id) as notes,
  (select p.active_machines_max from perks_of(u.id) p) as "perkMachinesMax"`;

const Row = UserRow.extend({
  emailVerified: z.boolean(),
  disabledBy: z.string().nullable(),
  disabledReason: z.string().nullable(),
  rank: z.int(),
  hasPassword: z.boolean(),
  secondFactor: z.boolean(),
  passkeys: z.int(),
  identities: z.array(
    z.object({
      provider: z.string(),
      subject: z.string(),
      subjectName: z.string().nullable(),
      linkedAt: z.string(),
    }),
  ),
  sessions: z.int(),
  totalMachines: z.int(),
  paidCoins: z.int(),
  notes: z.int(),
  perkMachinesMax: z.int().nullable(),
  disabledAt: PgTimestamp.nullable(),
});
