import {
  CreateEnrolmentTokenRequest,
  DrainWorkerRequest,
  EnrolmentToken,
  EditWorkerRequest,
  EnrolWorkerRequest,
  EnrolWorkerResponse,
  RevokeWorkerRequest,
  WorkerList,
} from '@coinslot/shared/http/admin-workers.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { BrokerContext } from '../../context.ts';
import { inTransaction, type Tx } from '../../database/db.ts';
import type { BrokerApp } from '../../http/broker-app.ts';
import { requireMember } from '../../http/guard.ts';
import { withIdempotency } from '../../http/idempotency.ts';
import type { LiveWatchers } from '../../live/live-watchers.ts';
import { createEnrolmentToken } from './enrolment/create-enrolment-token.ts';
import { enrolCommand } from './enrolment/enrol-command.ts';
import { enrolWorker } from './enrolment/enrol-worker.ts';
import type { WorkerOrder } from './operate/audit-worker.ts';
import { drainWorker } from './operate/drain-worker.ts';
import { editWorker } from './operate/edit-worker.ts';
import { listWorkers } from './operate/list-workers.ts';
import { resumeWorker } from './operate/resume-worker.ts';
import { revokeWorker } from './operate/revoke-worker.ts';
import { registerFleetPage } from './page/routes.ts';

const WorkerParams = z.object({ id: z.uuid() });

export function registerFleetRoutes(app: BrokerApp, ctx: BrokerContext, watchers: LiveWatchers): void {
  registerFleetPage(app, ctx, watchers);

  app.post(
    '/api/v1/workers/enrol',
    {
      config: {
        access: 'worker-token',
        idempotent: false,
        rateLimit: { max: ctx.config.fleet.enrolmentsPerMinute, timeWindow: '1 minute' },
      },
      schema: { body: EnrolWorkerRequest, response: { 200: EnrolWorkerResponse } },
    },
    async (request) => {
      const enrolled = await inTransaction(ctx.db, (tx) =>
        enrolWorker(tx, ctx, { ...request.body, address: request.ip }),
      );
      return { ...enrolled, brokerId: ctx.brokerId };
    },
  );

  app.get(
    '/api/v1/admin/workers',
    { config: { access: 'admin.workers.read' }, schema: { response: { 200: WorkerList } } },
    async () => ({ items: await listWorkers(ctx) }),
  );

  app.post(
    '/api/v1/admin/workers/enrolment-tokens',
    {
      config: { access: 'admin.workers.enrol', idempotent: true },
      schema: { body: CreateEnrolmentTokenRequest, response: { 201: EnrolmentToken } },
    },
    async (request, reply) => {
      const { id, name } = requireMember(request);
      const asked = { ...request.body, actor: { id, name }, address: request.ip };
      return await withIdempotency(ctx, request, reply, async (tx) => {
        const { token, expiresAt } = await createEnrolmentToken(tx, ctx, asked);
        const shown = { expiresAt: expiresAt.toISOString() };
        return {
          status: 201,
          body: { ...shown, token, command: enrolCommand(ctx.config, token), secretAlreadyShown: false },
          storedBody: {
            ...shown,
            token: null,
            command: enrolCommand(ctx.config, null),
            secretAlreadyShown: true,
          },
        };
      });
    },
  );

  registerEdit(app, ctx);
  registerWorkerOrders(app, ctx);
}

function registerEdit(app: BrokerApp, ctx: BrokerContext): void {
  app.put(
    '/api/v1/admin/workers/:id',
    {
      config: { access: 'admin.workers.enrol', idempotent: false },
      schema: { params: WorkerParams, body: EditWorkerRequest, response: { 204: z.null() } },
    },
    async (request, reply) => {
      const order = { ...orderOf(request, request.params.id), ...request.body };
      await inTransaction(ctx.db, (tx) => editWorker(tx, ctx, order));
      return reply.status(204).send(null);
    },
  );
}

/** Drain, resume, revoke: each acts once and answers nothing. */
function registerWorkerOrders(app: BrokerApp, ctx: BrokerContext): void {
  app.post(
    '/api/v1/admin/workers/:id/drain',
    {
      config: { access: 'admin.workers.drain', idempotent: true },
      schema: { params: WorkerParams, body: DrainWorkerRequest, response: { 204: z.null() } },
    },
    async (request, reply) =>
      await carryOut(ctx, request, reply, (tx) =>
        drainWorker(tx, ctx, { ...orderOf(request, request.params.id), ...request.body }),
      ),
  );

  app.post(
    '/api/v1/admin/workers/:id/resume',
    {
      config: { access: 'admin.workers.drain', idempotent: true },
      schema: { params: WorkerParams, response: { 204: z.null() } },
    },
    async (request, reply) =>
      await carryOut(ctx, request, reply, (tx) => resumeWorker(tx, ctx, orderOf(request, request.params.id))),
  );

  app.post(
    '/api/v1/admin/workers/:id/revoke',
    {
      config: { access: 'admin.workers.revoke', idempotent: true },
      schema: { params: WorkerParams, body: RevokeWorkerRequest, response: { 204: z.null() } },
    },
    async (request, reply) =>
      await carryOut(ctx, request, reply, (tx) =>
        revokeWorker(tx, ctx, { ...orderOf(request, request.params.id), ...request.body }),
      ),
  );
}

/** Carries an admin's order out once and answers 204. */
function carryOut(
  ctx: BrokerContext,
  request: FastifyRequest,
  reply: FastifyReply,
  act: (tx: Tx) => Promise<void>,
): Promise<FastifyReply> {
  return withIdempotency(ctx, request, reply, async (tx) => {
    await act(tx);
    return { status: 204, body: null };
  });
}

function orderOf(request: FastifyRequest, workerId: string): WorkerOrder {
  const { id, name } = requireMember(request);
  return { workerId, reason: null, actor: { id, name }, address: request.ip };
}
