import {
  DisableLabRequest,
  DisableLabResponse,
  EditLabRequest,
  Lab,
  LabDraft,
  LabList,
  LabPermissionRequest,
  ReopenRequest,
} from '@coinslot/shared/http/admin-labs.ts';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { inTransaction } from '../../../database/db.ts';
import type { BrokerApp } from '../../../http/broker-app.ts';
import { requireMember } from '../../../http/guard.ts';
import { withIdempotency } from '../../../http/idempotency.ts';
import { adminActOf } from '../../audit/index.ts';
import { deleteLab } from './delete-lab.ts';
import { disableLab } from './disable-lab.ts';
import { listAdminLabs, requireLab } from './list-admin-labs.ts';
import { reopenLab } from './reopen-lab.ts';
import { setLabPermission } from './set-lab-permission.ts';
import { createLab, editLab } from './write-lab.ts';

const LabParams = z.object({ id: z.uuid() });

export function registerAdminLabRoutes(app: BrokerApp, ctx: BrokerContext): void {
  app.get(
    '/api/v1/admin/labs',
    { config: { access: 'admin.labs.read' }, schema: { response: { 200: LabList } } },
    async () => ({ items: await listAdminLabs(ctx.db) }),
  );
  app.get(
    '/api/v1/admin/labs/:id',
    { config: { access: 'admin.labs.read' }, schema: { params: LabParams, response: { 200: Lab } } },
    async (request) => await requireLab(ctx.db, request.params.id),
  );
  app.post(
    '/api/v1/admin/labs',
    {
      config: { access: 'admin.labs.write', idempotent: true },
      schema: { body: LabDraft, response: { 201: Lab } },
    },
    async (request, reply) =>
      await withIdempotency(ctx, request, reply, async (tx) => ({
        status: 201,
        body: await createLab(tx, adminActOf(request), request.body),
      })),
  );
  registerEdits(app, ctx);
  registerSwitches(app, ctx);
}

function registerEdits(app: BrokerApp, ctx: BrokerContext): void {
  app.put(
    '/api/v1/admin/labs/:id',
    {
      config: { access: 'admin.labs.write', idempotent: false },
      schema: { params: LabParams, body: EditLabRequest, response: { 200: Lab } },
    },
    async (request) => {
      const edit = {
        labId: request.params.id,
        asked: request.body,
        mayWriteSeats: requireMember(request).permissions.includes('admin.seats.write'),
      };
      return await inTransaction(ctx.db, (tx) => editLab(tx, ctx, adminActOf(request), edit));
    },
  );
  app.put(
    '/api/v1/admin/labs/:id/permission',
    {
      config: { access: 'admin.labs.write', idempotent: false },
      schema: { params: LabParams, body: LabPermissionRequest, response: { 200: Lab } },
    },
    async (request) =>
      await inTransaction(ctx.db, (tx) =>
        setLabPermission(tx, ctx, adminActOf(request), request.params.id, request.body),
      ),
  );
  app.delete(
    '/api/v1/admin/labs/:id',
    {
      config: { access: 'admin.labs.write', idempotent: false },
      schema: { params: LabParams, response: { 204: z.null() } },
    },
    async (request, reply) => {
      await inTransaction(ctx.db, (tx) => deleteLab(tx, adminActOf(request), request.params.id));
      return reply.status(204).send(null);
    },
  );
}

function registerSwitches(app: BrokerApp, ctx: BrokerContext): void {
  app.post(
    '/api/v1/admin/labs/:id/disable',
    {
      config: { access: 'admin.labs.write', idempotent: true },
      schema: { params: LabParams, body: DisableLabRequest, response: { 200: DisableLabResponse } },
    },
    async (request, reply) =>
      await withIdempotency(ctx, request, reply, async (tx) => ({
        status: 200,
        body: await disableLab(tx, ctx, adminActOf(request), request.params.id, request.body),
      })),
  );
  app.post(
    '/api/v1/admin/labs/:id/reopen',
    {
      config: { access: 'admin.labs.write', idempotent: true },
      schema: { params: LabParams, body: ReopenRequest, response: { 200: Lab } },
    },
    async (request, reply) =>
      await withIdempotency(ctx, request, reply, async (tx) => ({
        status: 200,
        body: await reopenLab(tx, ctx, adminActOf(request), request.params.id, request.body.reason),
      })),
  );
}
