import { FleetSnapshot } from '@coinslot/shared/http/admin-fleet.ts';
import { LiveSocketFrame } from '@coinslot/shared/live-events/live-frame.ts';
import type { BrokerContext } from '../../../context.ts';
import type { BrokerApp } from '../../../http/broker-app.ts';
import { fail } from '../../../http/errors.ts';
import { requireMember } from '../../../http/guard.ts';
import type { LiveWatchers } from '../../../live/live-watchers.ts';
import { openSocketSink } from '../../../live/socket-sink.ts';
import { openFleetFeed } from './fleet-feed.ts';
import { readFleet } from './read-fleet.ts';

const needs = 'admin.workers.read';

/** The fleet page: a snapshot, and the same over WebSocket, whole, whenever something changed. */
export function registerFleetPage(app: BrokerApp, ctx: BrokerContext, watchers: LiveWatchers): void {
  const feed = openFleetFeed(ctx);
  app.addHook('onClose', () => feed.stop());

  app.get(
    '/api/v1/admin/fleet',
    { config: { access: needs }, schema: { response: { 200: FleetSnapshot } } },
    async () => await readFleet(ctx),
  );

  app.route({
    method: 'GET',
    url: '/api/v1/admin/fleet/live',
    config: { access: needs, upgradesTo: LiveSocketFrame },
    exposeHeadRoute: false,
    async preHandler(request) {
      if (watchers.isClosing) throw fail('unavailable', { retryAfterSeconds: 5 });
      if (!watchers.places.take(request.raw, requireMember(request).id))
        throw fail('rate_limited', { retryAfterSeconds: 10 });
    },
    async handler(request) {
      watchers.places.giveBack(request.raw);
      throw fail('not_found', {
        detail: 'This address speaks WebSocket only. GET /api/v1/admin/fleet answers the same once.',
      });
    },
    wsHandler(socket, request) {
      const sink = openSocketSink(socket, request.raw.socket);
      const watcher = watchers.admit(sink, { sessionId: requireMember(request).sessionId, needs });
      watcher.onClosed(() => watchers.places.giveBack(request.raw));
      feed.join(watcher);
    },
  });
}
