import type { SignInProvider } from '@coinslot/shared/http/sign-in.ts';
import { type SQL, sql } from 'drizzle-orm';

/**
 * Whether the member of the identity `i` comes in without it too: by password, passkey, or another provider by which one can come in just
 * now. One that an admin switched off is no way in.
 */
export function otherWayIn(openProviders: readonly SignInProvider[]): SQL {
  return sql`(
    exists (
      select 1 from identities other where other.user_id = i.user_id and other.id <> i.id
        and (other.password is not null or other.issuer = any(${sql.param([...openProviders])}::text[]))
    ) or exists (select 1 from passkeys p where p.user_id = i.user_id)
  )`;
}
