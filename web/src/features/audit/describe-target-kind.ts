import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { say } from '../../words/say.ts';

const kindWords: Readonly<Record<string, MessageDescriptor>> = {
  user: msg`a member`,
  wallet: msg`a wallet`,
  machine: msg`a machine`,
  lab_session: msg`a lab session`,
  lab_finding: msg`what a look at a seat found`,
  evidence: msg`evidence`,
  worker: msg`a worker`,
  enrolment_token: msg`a token for a worker`,
  pool: msg`a pool`,
  product: msg`a product`,
  lab: msg`a lab`,
  seat: msg`a seat`,
  role: msg`a role`,
  settings: msg`the settings`,
  voucher: msg`a voucher`,
  announcement: msg`an announcement`,
  asset: msg`an image`,
  outbox_message: msg`a message`,
  audit: msg`the audit log`,
  api_key: msg`an API key`,
  device_grant: msg`a terminal`,
};

/** What kind of thing an act was done to, in words; one this page does not know yet keeps its name. */
export function describeTargetKind(kind: string): string {
  const words = kindWords[kind];
  return words ? say(words) : kind;
}
