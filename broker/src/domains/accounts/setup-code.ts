import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Db, readRows, type Tx } from '../../database/db.ts';
import { fail } from '../../http/errors.ts';
import { legibleLetters, newCode } from '../../secrets/codes.ts';
import { hashToken } from '../../secrets/tokens.ts';
import { writeAudit } from '../audit/index.ts';

// 79 bits.
const codeLength = 16;

/** Whether the installation still waits for its first admin. */
export async function isSetupNeeded(db: Db | Tx): Promise<boolean> {
  const Row = z.object({ needed: z.boolean() });
  const [row] = await readRows(
    db,
    Row,
    sql`select not exists (select 1 from user_roles where role_name = 'admin') as needed`,
  );
  return row?.needed ?? false;
}

/** A new one-time code that voids all earlier ones, or null when there is an admin. Only its SHA-256 is kept. */
export async function createSetupCode(tx: Tx, ttlMs: number): Promise<string | null> {
  await lockSetup(tx);
  if (!(await isSetupNeeded(tx))) return null;
  const code = newCode(legibleLetters, codeLength).replace(/(.{4})(?=.)/g, '$1-');
  await tx.execute(sql`delete from setup_codes where used_at is null`);
  await tx.execute(sql`
    insert into setup_codes (code_hash, expires_at)
    values (${hashCode(code)}, now() + make_interval(secs => ${ttlMs / 1000}))`);
  return code;
}

/**
 * Makes this member the first admin, once: of two at the same time one wins. Fails with setup_done when there is an admin and with
 * setup_code_invalid when the code is wrong, old or used.
 */
export async function useSetupCode(
  tx: Tx,
  member: { id: string; name: string; address: string },
  code: string,
): Promise<void> {
  await lockSetup(tx);
  if (!(await isSetupNeeded(tx))) throw fail('setup_done');
  // Looked up by its hash: how far a wrong code agrees with the right one cannot be told from the time it takes.
  const used = await tx.execute(sql`
    update setup_codes set used_at = now(), used_by = ${member.id}
    where code_hash = ${hashCode(code)} and used_at is null and expires_at > now()`);
  if (used.rowCount !== 1) throw fail('setup_code_invalid');
  await tx.execute(sql`insert into user_roles (user_id, role_name) values (${member.id}, 'admin')`);
  await writeAudit(tx, {
    actor: { id: member.id, name: member.name },
    action: 'setup.complete',
    targetKind: 'user',
    targetId: member.id,
    after: { role: 'admin' },
    address: member.address,
  });
}

// Setups follow one another, so that two codes or two members cannot both find that there is no admin.
async function lockSetup(tx: Tx): Promise<void> {
  await tx.execute(sql`select only_row from installation for update`);
}

function hashCode(code: string): string {
  return hashToken(code.toUpperCase().replace(/[^A-Z0-9]/g, ''));
}
