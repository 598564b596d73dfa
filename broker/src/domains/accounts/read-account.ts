import type { Account } from '@coinslot/shared/http/account-security.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Db, readRows } from '../../database/db.ts';
import { PgTimestamp } from '../../database/pg-types.ts';
import { fail } from '../../http/errors.ts';
import { waysToConfirm } from './sessions/confirm.ts';

const Row = z.object({
  name: z.string(),
  email: z.string(),
  emailVerified: z.boolean(),
  pendingEmail: z.string().nullable(),
  hasPassword: z.boolean(),
  totpEnabled: z.boolean(),
  recoveryCodesLeft: z.int(),
  passkeys: z.int(),
  createdAt: PgTimestamp,
  termsAcceptedAt: PgTimestamp.nullable(),
});

/** The member's own account: who they are and by what it is protected. */
export async function readAccount(db: Db, userId: string): Promise<Account> {
  const [row] = await readRows(
    db,
    Row,
    sql`
      select u.name, u.email, u.email_verified as "emailVerified", u.created_at as "createdAt",
        u.terms_accepted_at as "termsAcceptedAt",
        (
          select l.email from email_links l
          where l.user_id = u.id and l.kind = 'change' and l.used_at is null and l.expires_at > now()
          order by l.created_at desc limit 1
        ) as "pendingEmail",
        exists (
          select 1 from identities i where i.user_id = u.id and i.issuer = 'credential' and i.password is not null
        ) as "hasPassword",
        exists (
          select 1 from second_factors f where f.user_id = u.id and f.confirmed_at is not null
        ) as "totpEnabled",
        (select count(*)::int from recovery_codes c where c.user_id = u.id and c.used_at is null) as "recoveryCodesLeft",
        (select count(*)::int from passkeys p where p.user_id = u.id) as passkeys
      from users u where u.id = ${userId}`,
  );
  if (row === undefined) throw fail('not_found');
  const { totpEnabled, recoveryCodesLeft, createdAt, termsAcceptedAt, ...rest } = row;
  return {
    ...rest,
    totp: { enabled: totpEnabled, recoveryCodesLeft },
    confirmBy: waysToConfirm({ ...rest, totp: totpEnabled }),
    createdAt: createdAt.toISOString(),
    termsAcceptedAt: termsAcceptedAt?.toISOString() ?? null,
  };
}
