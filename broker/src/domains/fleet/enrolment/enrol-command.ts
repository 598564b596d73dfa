import type { BrokerConfig } from '../../../config.ts';

/** The line that starts a new worker, in a clone of this repository on its host; `token` is null where it must not be shown again. */
export function enrolCommand(config: Pick<BrokerConfig, 'http'>, token: string | null): string {
  const socketUrl = new URL('/worker/v1', config.http.publicUrl.replace(/^http/, 'ws'));
  return `COINSLOT_ENROLMENT_TOKEN=${token ?? '…'} WORKER_BROKER_URL=${socketUrl.href} npm run worker`;
}
