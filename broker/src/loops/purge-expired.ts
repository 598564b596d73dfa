import type { BrokerContext } from '../context.ts';
import { purgeSessions } from '../domains/accounts/index.ts';
import { purgeKeys } from '../domains/api-keys/index.ts';
import { purgeCanaries } from '../domains/canaries/index.ts';
import { purgeFleetHistory } from '../domains/fleet/index.ts';
import { purgeIncidents } from '../domains/incidents/index.ts';
import { purgeLabFailures } from '../domains/labs/index.ts';
import { purgeHealth, purgeLogs } from '../domains/machines/index.ts';
import { purgeNotifications } from '../domains/notifications/index.ts';
import { purgeOutbox } from '../domains/outbox/index.ts';
import { purgeTurns } from '../domains/queue/index.ts';
import { purgeFindings } from '../domains/reconciler/index.ts';
import { purgeAttempts } from '../domains/sign-in/index.ts';
import { purgeGuesses } from '../domains/vouchers/index.ts';
import { purgeIdempotencyKeys } from '../http/purge-idempotency-keys.ts';
import type { Loop } from './loop.ts';

/** Deletes expired sessions and API keys, old idempotency keys, and the history and logs whose time is over. */
export function createPurgeExpired({ db, config }: Pick<BrokerContext, 'db' | 'config'>): Loop['run'] {
  return async () => {
    await purgeSessions(db, config.accounts.sessionMaxAgeMs);
    await purgeKeys(db);
    await purgeAttempts(db);
    await purgeIdempotencyKeys(db, config.http.idempotencyRetentionDays);
    await purgeFleetHistory(db, config.fleet.historyRetentionDays);
    await purgeFindings(db, config.fleet.historyRetentionDays);
    await purgeTurns(db, config.machines.queueDeadlineMs);
    await purgeLogs(db, config.machines.logRetentionDays);
    await purgeLabFailures(db, {
      windowMs: config.breakers.windowMs,
      canaryRetentionDays: config.canaries.retentionDays,
    });
    await purgeCanaries(db, config.canaries.retentionDays);
    await purgeHealth(db, config.health.retentionDays);
    await purgeNotifications(db, config.notifications.retentionDays);
    await purgeOutbox(db, config.outbox.retentionDays);
    await purgeGuesses(db);
    await purgeIncidents(db, config.incidents.retentionDays);
  };
}
