import { checkCapacity } from './check-capacity.ts';
import { checkHolders } from './check-holders.ts';
import { checkLabSessions } from './check-lab-sessions.ts';
import { checkMoney } from './check-money.ts';
import { checkPages } from './check-pages.ts';
import { checkReports } from './check-reports.ts';
import type { Finding, History } from './history.ts';

/** Everything in this history that must never be; none is what is promised. */
export function checkHistory(history: History): Finding[] {
  return [
    ...checkHolders(history),
    ...checkCapacity(history),
    ...checkReports(history),
    ...checkLabSessions(history),
    ...checkMoney(history),
    ...checkPages(history),
  ];
}
