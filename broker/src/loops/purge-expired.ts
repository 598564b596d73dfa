import type { BrokerContext } from '../context.ts';
import { purgeSessions } from '../domains/accounts/index.ts';
import { purgeIdempotencyKeys } from '../http/purge-idempotency-keys.ts';
import type { Loop } from './loop.ts';

/** Deletes expired sessions and old idempotency keys. */
export function createPurgeExpired({ db, config }: Pick<BrokerContext, 'db' | 'config'>): Loop['run'] {
  return async () => {
    await purgeSessions(db, config.accounts.sessionMaxAgeMs);
    await purgeIdempotencyKeys(db, config.http.idempotencyRetentionDays);
  };
}
