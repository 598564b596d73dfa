import type { SignInProvider } from '@coinslot/shared/http/sign-in.ts';
import { noAddressPattern } from '@coinslot/shared/no-address.ts';
import { type SQL, sql } from 'drizzle-orm';

/** The providers by which somebody can come in just now. Handed in: how they are set up is known in domains/sign-in, which builds on this. */
export type OpenProviders = readonly SignInProvider[];

/**
 * Whether a member can come in: by an address with a password, a passkey, or a provider that is open just now. A provider that an admin
 * switched off is no way in, nor a password without an address that one could type. Before taking one away, lock the account (lockUser), so
 * that two that go at once are not both called the other's spare.
 *
 * @param userId the column or value that says whose
 * @param without the identity or passkey that shall go
 */
export function canComeIn(
  userId: SQL,
  openProviders: OpenProviders,
  without: { identityId?: SQL; passkeyId?: SQL } = {},
): SQL {
  return sql`(
    exists (
      select 1 from identities way join users w on w.id = way.user_id
      where way.user_id = ${userId} and way.id is distinct from ${without.identityId ?? sql`null::uuid`}
        and (way.issuer = any(${sql.param([...openProviders])}::text[])
          or (way.password is not null and w.email not ilike ${noAddressPattern}))
    ) or exists (
      select 1 from passkeys way
      where way.user_id = ${userId} and way.id is distinct from ${without.passkeyId ?? sql`null::uuid`}
    )
  )`;
}
