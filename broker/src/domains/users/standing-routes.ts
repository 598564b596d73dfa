import {
  AdminUserDetail,
  DisableUserRequest,
  EnableUserRequest,
  SetUserRolesRequest,
} from '@coinslot/shared/http/admin-users.ts';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { BrokerContext } from '../../context.ts';
import { inTransaction, type Tx } from '../../database/db.ts';
import type { BrokerApp } from '../../http/broker-app.ts';
import { requireMember } from '../../http/guard.ts';
import { adminActOf } from '../audit/index.ts';
import { setUserRoles } from '../roles/index.ts';
import { readUser } from './read-user.ts';
import { disableUser, enableUser } from './switch-user.ts';

const UserParams = z.object({ id: z.uuid() });

/** Who may come in, and what for. Each answers the member as they are then. */
export function registerStandingRoutes(app: BrokerApp, ctx: BrokerContext): void {
  const show = (tx: Tx, request: FastifyRequest<{ Params: { id: string } }>) =>
    readUser(tx, ctx, { userId: request.params.id, askerId: requireMember(request).id });

  app.post(
    '/api/v1/admin/users/:id/disable',
    {
      config: { access: 'admin.users.disable', idempotent: false },
      schema: { params: UserParams, body: DisableUserRequest, response: { 200: AdminUserDetail } },
    },
    async (request) =>
      await inTransaction(ctx.db, async (tx) => {
        await disableUser(tx, ctx, adminActOf(request), {
          userId: request.params.id,
          reason: request.body.reason,
        });
        return await show(tx, request);
      }),
  );
  app.post(
    '/api/v1/admin/users/:id/enable',
    {
      config: { access: 'admin.users.disable', idempotent: false },
      schema: { params: UserParams, body: EnableUserRequest, response: { 200: AdminUserDetail } },
    },
    async (request) =>
      await inTransaction(ctx.db, async (tx) => {
        await enableUser(tx, adminActOf(request), {
          userId: request.params.id,
          reason: request.body.reason,
        });
        return await show(tx, request);
      }),
  );
  app.put(
    '/api/v1/admin/users/:id/roles',
    {
      config: { access: 'admin.roles.write', fresh: true, idempotent: false },
      schema: { params: UserParams, body: SetUserRolesRequest, response: { 200: AdminUserDetail } },
    },
    async (request) =>
      await inTransaction(ctx.db, async (tx) => {
        await setUserRoles(tx, adminActOf(request), request.params.id, request.body);
        return await show(tx, request);
      }),
  );
}
