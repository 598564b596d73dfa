import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Db, readRows, type Tx } from '../../database/db.ts';
import { fail } from '../../http/errors.ts';
import { writeAudit } from '../audit/index.ts';
import { readSettingsNow, type Settings } from '../settings/index.ts';

/** The revision that a member has not accepted yet; null when the site has no terms of its own or they accepted the present ones. */
export async function readTermsChanged(
  db: Db,
  { terms }: Settings,
  userId: string,
): Promise<{ revision: number } | null> {
  if (terms.revision === 0) return null;
  const [accepted] = await readRows(
    db,
    z.object({ revision: z.int() }),
    sql`select coalesce(terms_revision, 0) as revision from users where id = ${userId}`,
  );
  return (accepted?.revision ?? 0) < terms.revision ? { revision: terms.revision } : null;
}

/**
 * Writes down that the member accepted this revision of the terms. Again is well done too.
 *
 * @throws edited_meanwhile when the site's terms have another revision
 */
export async function acceptTerms(
  tx: Tx,
  member: { id: string; name: string; address: string },
  revision: number,
): Promise<void> {
  const { terms } = await readSettingsNow(tx);
  if (terms.revision !== revision) throw fail('edited_meanwhile');
  const accepted = await tx.execute(sql`
    update users set terms_revision = ${revision}, terms_accepted_at = now(), updated_at = now()
    where id = ${member.id} and terms_revision is distinct from ${revision}`);
  if (accepted.rowCount !== 1) return;
  await writeAudit(tx, {
    actor: { id: member.id, name: member.name },
    action: 'account.accept_terms',
    targetKind: 'user',
    targetId: member.id,
    after: { revision },
    address: member.address,
  });
}
