import type { DeletionPreview } from '@coinslot/shared/http/account-data.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../context.ts';
import { readRows } from '../../database/db.ts';
import { fail } from '../../http/errors.ts';
import { isOpenSession } from '../accounts/index.ts';
import { isLastAdmin } from '../roles/index.ts';
import { deletionWords } from './deletion-words.ts';

const Running = z.object({ id: z.uuid(), productName: z.string(), state: z.string() });

const Row = z.object({
  name: z.string(),
  email: z.string(),
  earned: z.int(),
  bought: z.int(),
  held: z.int(),
  owed: z.int(),
  keys: z.int(),
  sessions: z.int(),
  identities: z.array(z.string()),
  isLastAdmin: z.boolean(),
});

/** What deleting this account would do, by numbers. Changes nothing. */
export async function previewDeletion(
  { db, config }: Pick<BrokerContext, 'config' | 'db'>,
  userId: string,
): Promise<DeletionPreview> {
  const [row] = await readRows(db, Row, everythingOf(userId, config.accounts.sessionMaxAgeMs));
  if (row === undefined) throw fail('not_found');
  const machines = await readRows(
    db,
    Running,
    sql`
      select m.id, p.name as "productName", m.state from machines m join products p on p.id = m.product_id
      where m.owner_id = ${userId} and m.ended_at is null order by m.requested_at`,
  );
  const running = machines.filter(({ state }) => state !== 'queued');
  return {
    coinsLost: { earned: row.earned, bought: row.bought, held: row.held },
    machinesRunning: running,
    machinesWaiting: machines.length - running.length,
    keysRevoked: row.keys,
    sessionsEnded: row.sessions,
    identitiesRemoved: row.identities,
    kept: ['transfers', 'machines', 'audit_lines', 'reward_marks'],
    blockedBy: [
      ...(row.isLastAdmin ? ['last_admin' as const] : []),
      ...(row.owed > 0 ? ['coins_owed' as const] : []),
    ],
    typeOneOf: deletionWords(row),
  };
}

function everythingOf(userId: string, sessionMaxAgeMs: number) {
  return sql`
    select u.name, u.email,
      coalesce(w.available_earned, 0) as earned, coalesce(w.available_bought, 0) + coalesce(w.frozen, 0) as bought,
      coalesce(w.held_earned + w.held_bought, 0) as held, coalesce(w.owed, 0) as owed,
      (
        select count(*)::int from api_keys k
        where k.user_id = u.id and k.revoked_at is null and k.expires_at > now()
      ) as keys,
      (
        select count(*)::int from sessions s
        where s.user_id = u.id and ${isOpenSession(sessionMaxAgeMs)}
      ) as sessions,
      array(select i.issuer from identities i where i.user_id = u.id and i.issuer <> 'credential' order by i.created_at) as identities,
      ${isLastAdmin(sql`u.id`)} as "isLastAdmin"
    from users u left join wallets w on w.user_id = u.id where u.id = ${userId}`;
}
