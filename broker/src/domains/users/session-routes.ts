import { AdminUserSessionList } from '@coinslot/shared/http/admin-users.ts';
import { ViewAsRequest } from '@coinslot/shared/http/view-as.ts';
import { z } from 'zod';
import type { BrokerContext } from '../../context.ts';
import { inTransaction } from '../../database/db.ts';
import type { BrokerApp } from '../../http/broker-app.ts';
import { requireMember } from '../../http/guard.ts';
import { adminActOf } from '../audit/index.ts';
import { endUserSessions, listUserSessions } from './user-sessions.ts';
import { endView, startView } from './view-as.ts';

const UserParams = z.object({ id: z.uuid() });
const SessionParams = UserParams.extend({ sessionId: z.uuid() });

export function registerUserSessionRoutes(app: BrokerApp, ctx: BrokerContext): void {
  app.get(
    '/api/v1/admin/users/:id/sessions',
    {
      config: { access: 'admin.users.read' },
      schema: { params: UserParams, response: { 200: AdminUserSessionList } },
    },
    async (request) =>
      await listUserSessions(ctx, { userId: request.params.id, askerId: requireMember(request).id }),
  );
  app.delete(
    '/api/v1/admin/users/:id/sessions/:sessionId',
    {
      config: { access: 'admin.users.sessions', idempotent: false },
      schema: { params: SessionParams, response: { 204: z.null() } },
    },
    async (request, reply) => {
      const { id: userId, sessionId } = request.params;
      await inTransaction(ctx.db, (tx) =>
        endUserSessions(tx, ctx, adminActOf(request), { userId, sessionId }),
      );
      return reply.status(204).send(null);
    },
  );
  app.post(
    '/api/v1/admin/users/:id/sessions/end-all',
    {
      config: { access: 'admin.users.sessions', idempotent: false },
      schema: { params: UserParams, response: { 204: z.null() } },
    },
    async (request, reply) => {
      await inTransaction(ctx.db, (tx) =>
        endUserSessions(tx, ctx, adminActOf(request), { userId: request.params.id, sessionId: null }),
      );
      return reply.status(204).send(null);
    },
  );
  app.post(
    '/api/v1/admin/users/:id/view-as',
    {
      config: { access: 'admin.users.view_as', fresh: true, idempotent: false },
      schema: { params: UserParams, body: ViewAsRequest, response: { 204: z.null() } },
    },
    async (request, reply) => {
      const { sessionId } = requireMember(request);
      await inTransaction(ctx.db, (tx) =>
        startView(tx, ctx, adminActOf(request), {
          userId: request.params.id,
          viewerSessionId: sessionId,
          reason: request.body.reason,
        }),
      );
      return reply.status(204).send(null);
    },
  );
  app.delete(
    '/api/v1/view-as',
    {
      config: { access: 'member', scope: 'none', idempotent: false, whileViewing: 'allowed' },
      schema: { response: { 204: z.null() } },
    },
    async (request, reply) => {
      await inTransaction(ctx.db, (tx) => endView(tx, ctx, requireMember(request)));
      return reply.status(204).send(null);
    },
  );
}
