import {
  OutboxActRequest,
  OutboxListQuery,
  OutboxMessage,
  OutboxMessageDetail,
  OutboxPage,
} from '@coinslot/shared/http/admin-outbox.ts';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import type { BrokerApp } from '../../../http/broker-app.ts';
import { requireMember } from '../../../http/guard.ts';
import { withIdempotency } from '../../../http/idempotency.ts';
import { adminActOf } from '../../audit/index.ts';
import { discardMessage, retryMessage } from './act-on-message.ts';
import { listOutbox } from './list-outbox.ts';
import { readOutboxMessage } from './read-outbox-message.ts';

const MessageParams = z.object({ id: z.uuid() });

export function registerOutboxRoutes(app: BrokerApp, ctx: BrokerContext): void {
  app.get(
    '/api/v1/admin/outbox',
    {
      config: { access: 'admin.outbox.read' },
      schema: { querystring: OutboxListQuery, response: { 200: OutboxPage } },
    },
    async (request) => await listOutbox(ctx, request.query),
  );
  app.get(
    '/api/v1/admin/outbox/:id',
    {
      config: { access: 'admin.outbox.read' },
      schema: { params: MessageParams, response: { 200: OutboxMessageDetail } },
    },
    async (request) => await readOutboxMessage(ctx, requireMember(request).id, request.params.id),
  );
  for (const [verb, act] of [
    ['retry', retryMessage],
    ['discard', discardMessage],
  ] as const) {
    app.post(
      `/api/v1/admin/outbox/:id/${verb}`,
      {
        config: { access: 'admin.outbox.write', idempotent: true },
        schema: { params: MessageParams, body: OutboxActRequest, response: { 200: OutboxMessage } },
      },
      async (request, reply) =>
        await withIdempotency(ctx, request, reply, async (tx) => ({
          status: 200,
          body: await act(tx, ctx, adminActOf(request), request.params.id),
        })),
    );
  }
}
