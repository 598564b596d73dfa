import { sql } from 'drizzle-orm';
import type { FastifyRequest } from 'fastify';
import type { Db, Tx } from '../../../database/db.ts';
import { fail } from '../../../http/errors.ts';
import { requireMember } from '../../../http/guard.ts';
import type { Member } from '../member.ts';

/**
 * The signed-in member, who proved to be it within the last ten minutes (read-member.ts). With an API key nobody is fresh.
 *
 * @throws reauthentication_required
 */
export function requireFresh(request: FastifyRequest): Member {
  const member = requireMember(request);
  if (!member.fresh) throw fail('reauthentication_required');
  return member;
}

/** The member has proved it again: this session is fresh from now on. */
export async function markFresh(db: Db | Tx, sessionId: string): Promise<void> {
  await db.execute(sql`update sessions set confirmed_at = now() where id = ${sessionId}`);
}
