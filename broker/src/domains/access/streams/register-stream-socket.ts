import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { BrokerApp } from '../../../http/broker-app.ts';
import type { WorkerDialler } from './dial-worker.ts';
import { keepAlive } from './keep-alive.ts';

const Params = z.object({ streamId: z.uuid() });

/**
 * `WS /worker/v1/streams/:streamId`, where a worker dials in with a stream that it was asked for. The ticket serves once; whoever has none
 * gets 403 before any upgrade, and so does every browser.
 */
export function registerStreamSocket(app: BrokerApp, dialler: WorkerDialler, keepAliveMs: number): void {
  const claimed = new WeakMap<FastifyRequest, NonNullable<ReturnType<WorkerDialler['claim']>>>();
  app.get(
    '/worker/v1/streams/:streamId',
    {
      websocket: true,
      config: { access: 'worker-token' },
      schema: { params: Params },
      async preHandler(request, reply) {
        const { cookie, origin, authorization = '' } = request.headers;
        const ticket = /^Bearer (\S{1,100})$/.exec(authorization)?.[1];
        const isBrowser = cookie !== undefined || origin !== undefined;
        const claim =
          isBrowser || ticket === undefined ? null : dialler.claim(request.params.streamId, ticket);
        if (claim === null) return await reply.code(403).send();
        claimed.set(request, claim);
      },
    },
    (socket, request) => {
      keepAlive(socket, keepAliveMs);
      socket.on('error', () => undefined);
      // Whoever waits for it listens first.
      socket.pause();
      claimed.get(request)?.arrived(socket);
    },
  );
}
