import {
  AddUserNoteRequest,
  AdminUserDetail,
  AdminUserPage,
  AdminUserQuery,
  UserNote,
  UserNotePage,
} from '@coinslot/shared/http/admin-users.ts';
import { AdminMachinePage } from '@coinslot/shared/http/machines.ts';
import { PageQuery } from '@coinslot/shared/http/page.ts';
import { z } from 'zod';
import type { BrokerContext } from '../../context.ts';
import type { BrokerApp } from '../../http/broker-app.ts';
import { requireMember } from '../../http/guard.ts';
import { withIdempotency } from '../../http/idempotency.ts';
import { adminActOf } from '../audit/index.ts';
import { listAdminMachines } from '../machines/index.ts';
import { requireUser } from '../roles/index.ts';
import { listUsers } from './list-users.ts';
import { readUser } from './read-user.ts';
import { registerUserSessionRoutes } from './session-routes.ts';
import { registerStandingRoutes } from './standing-routes.ts';
import { addNote, listNotes } from './user-notes.ts';

const UserParams = z.object({ id: z.uuid() });

/** Members, as admins see and change them. Their coins are the wallet's routes. */
export function registerUserRoutes(app: BrokerApp, ctx: BrokerContext): void {
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
    async (request) =>
      await readUser(ctx.db, ctx, { userId: request.params.id, askerId: requireMember(request).id }),
  );
  app.get(
    '/api/v1/admin/users/:id/machines',
    {
      config: { access: 'admin.machines.read' },
      schema: { params: UserParams, querystring: PageQuery, response: { 200: AdminMachinePage } },
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
      await withIdempotency(ctx, request, reply, async (tx) => {
        const note = await addNote(tx, adminActOf(request), request.params.id, request.body.text);
        // What is kept for a repeat belongs to the admin: it would outlast the member.
        return { status: 201, body: note, storedBody: { ...note, text: '' } };
      }),
  );
  registerStandingRoutes(app, ctx);
  registerUserSessionRoutes(app, ctx);
}
