import {
  ApproveDeviceRequest,
  DenyDeviceRequest,
  DeviceCode,
  DeviceCodeRequest,
  DeviceGrant,
  DeviceToken,
  DeviceTokenRequest,
  UserCode,
} from '@coinslot/shared/http/device-grant.ts';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { BrokerContext } from '../../context.ts';
import { inTransaction } from '../../database/db.ts';
import type { BrokerApp } from '../../http/broker-app.ts';
import { fail } from '../../http/errors.ts';
import { requireMember } from '../../http/guard.ts';
import { addressOf } from '../../http/limit-requests.ts';
import { approveGrant, type Decider, denyGrant, readGrant } from './decide-grant.ts';
import { deliverGrant } from './deliver-grant.ts';
import { startGrant } from './start-grant.ts';

const fromPrograms = {
  access: 'public',
  readsSession: false,
  needsOrigin: false,
  idempotent: false,
} as const;

// Each is a row for ten minutes.
const startsPer10Minutes = { max: 30, timeWindow: '10 minutes', keyGenerator: addressOf };
// By member, over all that take a user code: among 25 thousand million, twenty guesses find nothing.
const guessesPer10Minutes = { max: 20, timeWindow: '10 minutes' };

/** The device grant: what a program asks, and what its member answers in the browser. */
export function registerDeviceRoutes(app: BrokerApp, ctx: BrokerContext): void {
  app.post(
    '/api/v1/device/code',
    {
      config: { ...fromPrograms, rateLimit: startsPer10Minutes },
      schema: { body: DeviceCodeRequest, response: { 200: DeviceCode } },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      return await startGrant(ctx, { ...request.body, address: request.ip });
    },
  );
  app.post(
    '/api/v1/device/token',
    { config: fromPrograms, schema: { body: DeviceTokenRequest, response: { 200: DeviceToken } } },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      const delivery = await inTransaction(ctx.db, (tx) =>
        deliverGrant(tx, ctx, request.body.deviceCode, request.ip),
      );
      if ('token' in delivery) return delivery.token;
      const { refusal, intervalSeconds } = delivery;
      throw fail(refusal, { params: { intervalSeconds } });
    },
  );
  registerDecisions(app, ctx);
}

function registerDecisions(app: BrokerApp, ctx: BrokerContext): void {
  const limitGuesses = limitOfGuesses(app);
  app.get(
    '/api/v1/device/:userCode',
    {
      config: { access: 'member', scope: 'none' },
      onRequest: limitGuesses,
      schema: { params: z.object({ userCode: UserCode }), response: { 200: DeviceGrant } },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      return await readGrant(ctx.db, requireMember(request).id, request.params.userCode);
    },
  );
  app.post(
    '/api/v1/device/approve',
    {
      config: { access: 'member', scope: 'none', fresh: true, idempotent: false },
      onRequest: limitGuesses,
      schema: { body: ApproveDeviceRequest, response: { 204: z.null() } },
    },
    async (request, reply) => {
      await inTransaction(ctx.db, (tx) => approveGrant(tx, deciderOf(request), request.body));
      return reply.status(204).send(null);
    },
  );
  app.post(
    '/api/v1/device/deny',
    {
      config: { access: 'member', scope: 'none', idempotent: false },
      onRequest: limitGuesses,
      schema: { body: DenyDeviceRequest, response: { 204: z.null() } },
    },
    async (request, reply) => {
      await inTransaction(ctx.db, (tx) => denyGrant(tx, deciderOf(request), request.body.userCode));
      return reply.status(204).send(null);
    },
  );
}

function limitOfGuesses(app: BrokerApp): (request: FastifyRequest) => Promise<void> {
  const count = app.createRateLimit({
    ...guessesPer10Minutes,
    keyGenerator: (request: FastifyRequest) => requireMember(request).id,
  });
  return async (request) => {
    const counted = await count(request);
    if (!counted.isAllowed && counted.isExceeded)
      throw fail('rate_limited', { retryAfterSeconds: counted.ttlInSeconds });
  };
}

function deciderOf(request: FastifyRequest): Decider {
  const { id, name } = requireMember(request);
  return { id, name, address: request.ip };
}
