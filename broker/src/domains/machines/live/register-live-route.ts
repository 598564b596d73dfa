import {
  formatLiveCursor,
  LiveSocketFrame,
  parseLiveCursor,
} from '@coinslot/shared/live-events/live-frame.ts';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import type { BrokerApp } from '../../../http/broker-app.ts';
import { fail } from '../../../http/errors.ts';
import { requireMember } from '../../../http/guard.ts';
import { openEventSink } from '../../../live/event-sink.ts';
import type { LiveSink } from '../../../live/live-sink.ts';
import type { LiveWatchers } from '../../../live/live-watchers.ts';
import { openSocketSink } from '../../../live/socket-sink.ts';
import { requireOwnMachine } from '../view/read-machine.ts';
import { openMachineFeeds } from './machine-feeds.ts';

const retryMs = 2_000;

type Request = FastifyRequest & { params: { id: string } };

/**
 * `GET /api/v1/machines/:id/live`: the machine, its events and its log, as Server-Sent Events or, when the page asks for an upgrade, over
 * WebSocket. `Last-Event-ID` resumes, and `?after=` does for a page that cannot send that header. Whoever may not watch gets a
 * plain HTTP answer, before any upgrade.
 */
export function registerLiveRoute(app: BrokerApp, ctx: BrokerContext, watchers: LiveWatchers): void {
  const feeds = openMachineFeeds(ctx);
  app.addHook('onClose', async () => feeds.stop());

  function watch(request: Request, sink: LiveSink, cursor: string | undefined): void {
    const member = requireMember(request);
    const from = parseLiveCursor(cursor);
    const watcher = watchers.admit(
      sink,
      { sessionId: member.sessionId, needs: null },
      formatLiveCursor(from),
    );
    watcher.onClosed(() => watchers.places.giveBack(request.raw));
    feeds.follow(request.params.id, watcher, from);
  }

  app.route({
    method: 'GET',
    url: '/api/v1/machines/:id/live',
    config: {
      access: 'member',
      scope: 'machines.read',
      sends: { 'text/event-stream': z.string() },
      upgradesTo: LiveSocketFrame,
    },
    exposeHeadRoute: false,
    schema: {
      params: z.object({ id: z.uuid() }),
      querystring: z.object({ after: z.string().max(40).optional() }),
    },
    async preHandler(request) {
      const member = requireMember(request);
      if (watchers.isClosing) throw fail('unavailable', { retryAfterSeconds: 5 });
      if (!watchers.places.take(request.raw, member.id))
        throw fail('rate_limited', { retryAfterSeconds: 10 });
      try {
        await requireOwnMachine(ctx.db, member.id, request.params.id);
      } catch (error) {
        watchers.places.giveBack(request.raw);
        throw error;
      }
    },
    handler(request, reply) {
      const lastEventId = request.headers['last-event-id'];
      const cursor = typeof lastEventId === 'string' ? lastEventId : request.query.after;
      watch(request, openEventSink(reply, { retryMs }), cursor);
    },
    wsHandler(socket, request) {
      watch(request, openSocketSink(socket, request.raw.socket), request.query.after);
    },
  });
}
