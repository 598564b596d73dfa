import type { ProvisionFailure } from '@coinslot/shared/states/provision-failure.ts';

/** What a lab does wrong (by its switches), what the worker says of it, and after how many tries. */
type Misbehaviour = {
  name: string;
  switches: Record<string, object>;
  failure: ProvisionFailure;
  tries: number;
  provisionRemainingMs?: number;
};

/** What the lab does to one seat while others have no trouble. */
export const towardsOneSeat: Misbehaviour[] = [
  { name: 'a suspended account', switches: { accountBlocked: {} }, failure: 'account_blocked', tries: 1 },
  { name: 'a human check', switches: { captcha: {} }, failure: 'captcha', tries: 1 },
  { name: 'new terms', switches: { terms: {} }, failure: 'terms', tries: 1 },
  { name: 'no quota', switches: { quota: {} }, failure: 'no_quota', tries: 1 },
  { name: 'status 500', switches: { error500: { page: 'start', times: 9 } }, failure: 'lab_error', tries: 2 },
  {
    name: 'sessions that do not last',
    switches: { sessionExpires: { afterPages: 1 } },
    failure: 'session_expired',
    tries: 2,
  },
  { name: 'a changed page', switches: { changedPage: {} }, failure: 'page_changed', tries: 2 },
  { name: 'a start that fails', switches: { startFails: {} }, failure: 'lab_start_failed', tries: 2 },
  {
    name: 'a port where nothing listens',
    switches: { badConnection: {} },
    failure: 'verify_failed',
    tries: 2,
  },
];

/** What is only true when nobody is spared, or when nothing else takes the host's time. */
export const towardsAll: Misbehaviour[] = [
  {
    name: 'pages slower than a page may be',
    switches: { slow: { ms: 3300 } },
    failure: 'page_timeout',
    tries: 2,
  },
  {
    name: 'a machine that dies',
    switches: { loseMachineAfterMs: { ms: 1200 }, slow: { ms: 150 } },
    failure: 'machine_lost',
    tries: 2,
  },
  {
    name: 'a start that never ends',
    switches: { startNever: {} },
    failure: 'lab_start_timeout',
    tries: 1,
    provisionRemainingMs: 19_000,
  },
];
