import type { WaysLeft } from '@coinslot/shared/http/account-security.ts';
import type { SecurityEvent } from '@coinslot/shared/http/notifications.ts';
import type { FastifyRequest } from 'fastify';
import type { BrokerContext } from '../../context.ts';
import type { Tx } from '../../database/db.ts';
import { writeAudit } from '../audit/index.ts';
import { notify } from '../notifications/index.ts';
import { describeDevice } from './sessions/describe-device.ts';

/** What acts on an account's safety need. */
export type SecurityContext = Pick<BrokerContext, 'config' | 'db' | 'secrets' | 'bus' | 'log'>;

/** Something that protects the account was changed: an audit line, and the member is told on the page and by mail. */
export async function tellSecurity(
  ctx: SecurityContext,
  tx: Tx,
  request: FastifyRequest,
  {
    member,
    event,
    waysLeft,
  }: { member: { id: string; name: string }; event: SecurityEvent; waysLeft?: WaysLeft },
): Promise<void> {
  await writeAudit(tx, {
    actor: { id: member.id, name: member.name },
    action: `account.${event}`,
    targetKind: 'user',
    targetId: member.id,
    address: request.ip,
  });
  await notify(tx, ctx, {
    userId: member.id,
    kind: 'security',
    params: {
      event,
      device: describeDevice(request.headers['user-agent'] ?? null),
      address: request.ip,
      ...(waysLeft && { waysLeft }),
    },
    dedupeKey: `${event}:${request.id}`,
  });
}
