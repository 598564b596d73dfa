import { ApiKey, ApiKeyList, CreateApiKeyRequest, CreatedApiKey } from '@coinslot/shared/http/api-keys.ts';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { BrokerContext } from '../../context.ts';
import { inTransaction } from '../../database/db.ts';
import type { BrokerApp } from '../../http/broker-app.ts';
import { fail } from '../../http/errors.ts';
import { requireMember } from '../../http/guard.ts';
import { withIdempotency } from '../../http/idempotency.ts';
import { callerOf } from '../../http/limit-requests.ts';
import { createKey } from './create-key.ts';
import { listKeys, readKey } from './list-keys.ts';
import { revokeKey } from './revoke-key.ts';

// Each is told by mail, which is no way to fill a letter box.
const newKeys = { max: 60, timeWindow: '1 hour', keyGenerator: callerOf };

/** A member's own keys. Only a browser makes, lists and revokes them; a key knows and ends itself. */
export function registerKeyRoutes(app: BrokerApp, ctx: BrokerContext): void {
  app.get(
    '/api/v1/api-keys',
    {
      config: { access: 'member', scope: 'none', whileViewing: 'refused' },
      schema: { response: { 200: ApiKeyList } },
    },
    async (request) => ({ items: await listKeys(ctx.db, requireMember(request).id) }),
  );
  app.post(
    '/api/v1/api-keys',
    {
      config: { access: 'member', scope: 'none', fresh: true, idempotent: true, rateLimit: newKeys },
      schema: { body: CreateApiKeyRequest, response: { 201: CreatedApiKey } },
    },
    async (request, reply) =>
      await withIdempotency(ctx, request, reply, async (tx) => {
        const { secret, apiKey } = await createKey(tx, ctx, actorOf(request), {
          ...request.body,
          event: 'api_key_made',
        });
        return {
          status: 201,
          body: { ...apiKey, secret, secretAlreadyShown: false },
          storedBody: { ...apiKey, secret: null, secretAlreadyShown: true },
        };
      }),
  );
  app.delete(
    '/api/v1/api-keys/:id',
    {
      config: { access: 'member', scope: 'none', idempotent: false },
      schema: { params: z.object({ id: z.uuid() }), response: { 204: z.null() } },
    },
    async (request, reply) => {
      await inTransaction(ctx.db, (tx) => revokeKey(tx, ctx, actorOf(request), request.params.id));
      return reply.status(204).send(null);
    },
  );
  registerOwnKey(app, ctx);
}

function registerOwnKey(app: BrokerApp, ctx: BrokerContext): void {
  app.get(
    '/api/v1/api-key',
    { config: { access: 'member', scope: 'any' }, schema: { response: { 200: ApiKey } } },
    async (request) => await readKey(ctx.db, requireMember(request).id, requireKeyId(request)),
  );
  app.delete(
    '/api/v1/api-key',
    {
      config: { access: 'member', scope: 'any', idempotent: false },
      schema: { response: { 204: z.null() } },
    },
    async (request, reply) => {
      const keyId = requireKeyId(request);
      await inTransaction(ctx.db, (tx) => revokeKey(tx, ctx, actorOf(request), keyId));
      return reply.status(204).send(null);
    },
  );
}

function actorOf(request: FastifyRequest): { id: string; name: string; address: string } {
  const { id, name } = requireMember(request);
  return { id, name, address: request.ip };
}

function requireKeyId(request: FastifyRequest): string {
  const { apiKey } = requireMember(request);
  if (apiKey === null)
    throw fail('not_found', { detail: 'You are signed in by a browser, not by an API key.' });
  return apiKey.id;
}
