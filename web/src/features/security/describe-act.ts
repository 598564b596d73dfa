import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { WaitingAct } from '../../lib/confirmation-gate.ts';
import { say } from '../../words/say.ts';

const readsAll = msg`The file holds everything that is kept about you.`;
const looks = msg`You are about to see the pages of another account.`;
const deletes = msg`This deletes your account for good.`;
const makesKey = msg`This lets a program use your account.`;
const readsAudit = msg`The file holds who did what in this house.`;
const givesRights = msg`This changes what admins may do here.`;
const changesHouse = msg`This changes how the house works for everybody.`;
const changesWaysIn = msg`This changes who can use your account.`;
const other = msg`This needs to be you.`;

const acts: readonly [RegExp, MessageDescriptor][] = [
  [/^GET \/api\/v1\/account\/export/, readsAll],
  [/^POST \/api\/v1\/account\/deletion/, deletes],
  [/^\w+ \/api\/v1\/account\//, changesWaysIn],
  [/^POST \/api\/v1\/(api-keys|device\/approve)/, makesKey],
  [/^POST \/api\/v1\/admin\/users\/[^/]+\/view-as/, looks],
  [/^GET \/api\/v1\/admin\/audit\/export/, readsAudit],
  [/^\w+ \/api\/v1\/admin\/(roles|users\/[^/]+\/roles)/, givesRights],
  [/^\w+ \/api\/v1\/admin\/(settings|sign-in|discord|mail|operator-webhook)/, changesHouse],
];

/** Why the member is asked who they are, in a sentence: what the act that waits does. */
export function describeAct({ method, path }: WaitingAct): string {
  const asked = `${method} ${path}`;
  return say(acts.find(([pattern]) => pattern.test(asked))?.[1] ?? other);
}
