import type { ProvisionFailure } from '@coinslot/shared/states/provision-failure.ts';
import { type SQL, sql } from 'drizzle-orm';
import type { BrokerConfig } from '../../../config.ts';

type Breakers = BrokerConfig['breakers'];

/**
 * Failures that another try may mend but that show, when they come often, that a lab or a seat does not work just now. Not among them:
 * our own (`browser_failed`, `internal`, `stale_intent`), the tunnel's, what a product asks for, and those that close at once. A busy seat speaks
 * against that seat only: somebody else runs something on its account.
 */
export const countedFailures: ReadonlySet<ProvisionFailure> = new Set([
  'seat_busy',
  'page_timeout',
  'page_changed',
  'page_blocked',
  'lab_error',
  'lab_unreachable',
  'session_expired',
  'lab_start_failed',
  'lab_start_timeout',
  'machine_lost',
  'shell_failed',
  'bootstrap_failed',
  'verify_failed',
]);

/** Which failures `f` count: since something worked, and of the window; a canary's count however long ago, as it comes rarely. */
export function counted({ windowMs }: Breakers, workedAt: SQL): SQL {
  return sql`f.at > coalesce(${workedAt}, '-infinity')
    and (f.by_canary or f.at > now() - make_interval(secs => ${windowMs / 1000}))`;
}

/** How often it was tried in vain since it opened, with this time. `alias`: of the seat or lab. */
export function triesInVain(alias: 's' | 'l'): SQL {
  const own = sql.raw(alias);
  return sql`(case when ${own}.breaker_opened_at is null then 0 else ${own}.breaker_trials + 1 end)`;
}

/** How long it rests: twice as long after each try in vain, up to the longest. */
export function rest({ restMs, restMaxMs }: Breakers, trials: SQL): SQL {
  return sql`make_interval(secs => least(${restMs / 1000} * power(2, least(${trials}, 20)), ${restMaxMs / 1000}))`;
}
