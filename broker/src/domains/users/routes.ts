import {
  AddUserNoteRequest,
  AdminUserDetail,
  AdminUserMachinePage,
  AdminUserPage,
  AdminUserQuery,
  DisableUserRequest,
  EnableUserRequest,
  SetUserRolesRequest,
  UserNote,
  UserNotePage,
} from '@coinslot/shared/http/admin-users.ts';
import { PageQuery } from '@coinslot/shared/http/page.ts';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { BrokerContext } from '../../context.ts';
import { type Db, inTransaction, type Tx } from '../../database/db.ts';
import type { BrokerApp } from '../../http/broker-app.ts';
import { requireMember } from '../../http/guard.ts';
import { withIdempotency } from '../../http/idempotency.ts';
import { adminActOf } from '../audit/index.ts';
import { listAdminMachines } from '../machines/index.ts';
import { setUserRoles } from '../roles/index.ts';
import { listUsers } from './list-users.ts';
import { readUser } from './read-user.ts';
import { requireUser } from './require-user.ts';
import { registerUserSessionRoutes } from './session-routes.ts';
import { disableUser, enableUser } from './switch-user.ts';
import { addNote, listNotes } from './user-notes.ts';

const UserParams = z.object({ id: z.uuid() });

/** Members, as admins see and change them. Their coins are the wallet's routes. */
export function registerUserRoutes(app: BrokerApp, ctx: BrokerContext): void {
  const show = (db: Db | Tx, request: FastifyRequest<{ Params: { id: string } }>) =>
    readUser(db, ctx, { userId: request.params.id, askerId: requireMember(request).id });

  app.get(
    '/api/v1/admin/users',
    {
      config: { access: 'admin.users.read' },
      schema: { querystring: AdminUserQuery, response: { 200: AdminUserPage } },
    },
    async (request) => await listUsers(ctx.db, request.query),
  );
  app.get(
    '/api/v1/admin/users/:id',
    {
      config: { access: 'admin.users.read' },
      schema: { params: UserParams, response: { 200: AdminUserDetail } },
    },
    async (request) => await show(ctx.db, request),
  );
  app.get(
    '/api/v1/admin/users/:id/machines',
    {
      config: { access: 'admin.machines.read' },
      schema: { params: UserParams, querystring: PageQuery, response: { 200: AdminUserMachinePage } },
    },
    async (request) => {
      const { id: ownerId } = await requireUser(ctx.db, request.params.id);
      return await listAdminMachines(ctx.db, { search: '', state: 'all', ownerId, ...request.query });
    },
  );
  app.get(
    '/api/v1/admin/users/:id/notes',
    {
      config: { access: 'admin.users.read' },
      schema: { params: UserParams, querystring: PageQuery, response: { 200: UserNotePage } },
    },
    async (request) => await listNotes(ctx.db, request.params.id, request.query),
  );
  app.post(
    '/api/v1/admin/users/:id/notes',
    {
      config: { access: 'admin.users.notes', idempotent: true },
      schema: { params: UserParams, body: AddUserNoteRequest, response: { 201: UserNote } },
    },
    async (request, reply) =>
      await withIdempotency(ctx, request, reply, async (tx) => ({
        status: 201,
        body: await addNote(tx, adminActOf(request), request.params.id, request.body.text),
      })),
  );
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
      config: { access: 'admin.roles.write', idempotent: false },
      schema: { params: UserParams, body: SetUserRolesRequest, response: { 200: AdminUserDetail } },
    },
    async (request) =>
      await inTransaction(ctx.db, async (tx) => {
        await setUserRoles(tx, adminActOf(request), request.params.id, request.body);
        return await show(tx, request);
      }),
  );
  registerUserSessionRoutes(app, ctx);
}
