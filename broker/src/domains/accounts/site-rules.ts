import type { Db, Tx } from '../../database/db.ts';
import { fail } from '../../http/errors.ts';
import { readSettingsNow } from '../settings/index.ts';

/**
 * Whether somebody new may come in, by whatever way, and which terms they accept by it (null where the site has none of its own).
 *
 * @throws sign_up_closed; invalid_request at /termsAccepted
 */
export async function checkSignUp(
  db: Db | Tx,
  { termsAccepted }: { termsAccepted: boolean },
): Promise<{ termsRevision: number | null }> {
  const { members, terms } = await readSettingsNow(db);
  if (!members.values.signUpOpen) throw fail('sign_up_closed');
  if (terms.revision === 0) return { termsRevision: null };
  if (!termsAccepted) {
    throw fail('invalid_request', { fields: { '/termsAccepted': 'must be accepted to register' } });
  }
  return { termsRevision: terms.revision };
}
