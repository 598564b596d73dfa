import { EditRoleRequest, Role, RoleDraft, RoleList } from '@coinslot/shared/http/admin-roles.ts';
import { z } from 'zod';
import type { BrokerContext } from '../../context.ts';
import { inTransaction } from '../../database/db.ts';
import type { BrokerApp } from '../../http/broker-app.ts';
import { requireMember } from '../../http/guard.ts';
import { withIdempotency } from '../../http/idempotency.ts';
import { adminActOf } from '../audit/index.ts';
import { listRoles, requireRole } from './list-roles.ts';
import { readStanding } from './read-standing.ts';
import { createRole, deleteRole, editRole } from './write-role.ts';

const RoleParams = z.object({ name: z.string().max(80) });

export function registerRoleRoutes(app: BrokerApp, ctx: Pick<BrokerContext, 'db' | 'secrets'>): void {
  app.get(
    '/api/v1/admin/roles',
    { config: { access: 'admin.roles.read' }, schema: { response: { 200: RoleList } } },
    async (request) => {
      const asker = await readStanding(ctx.db, requireMember(request).id);
      return { items: await listRoles(ctx.db, asker), ownRank: asker.rank };
    },
  );
  app.get(
    '/api/v1/admin/roles/:name',
    {
      config: { access: 'admin.roles.read' },
      schema: { params: RoleParams, response: { 200: Role } },
    },
    async (request) => {
      const asker = await readStanding(ctx.db, requireMember(request).id);
      return await requireRole(ctx.db, asker, request.params.name);
    },
  );
  app.post(
    '/api/v1/admin/roles',
    {
      config: { access: 'admin.roles.write', fresh: true, idempotent: true },
      schema: { body: RoleDraft, response: { 201: Role } },
    },
    async (request, reply) =>
      await withIdempotency(ctx, request, reply, async (tx) => ({
        status: 201,
        body: await createRole(tx, adminActOf(request), request.body),
      })),
  );
  app.put(
    '/api/v1/admin/roles/:name',
    {
      config: { access: 'admin.roles.write', fresh: true, idempotent: false },
      schema: { params: RoleParams, body: EditRoleRequest, response: { 200: Role } },
    },
    async (request) =>
      await inTransaction(ctx.db, (tx) =>
        editRole(tx, adminActOf(request), request.params.name, request.body),
      ),
  );
  app.delete(
    '/api/v1/admin/roles/:name',
    {
      config: { access: 'admin.roles.write', fresh: true, idempotent: false },
      schema: { params: RoleParams, response: { 204: z.null() } },
    },
    async (request, reply) => {
      await inTransaction(ctx.db, (tx) => deleteRole(tx, adminActOf(request), request.params.name));
      return reply.status(204).send(null);
    },
  );
}
