import { LiveSocketFrame, parseLiveCursor } from '@coinslot/shared/live-events/live-frame.ts';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import type { BrokerApp } from '../../../http/broker-app.ts';
import { fail } from '../../../http/errors.ts';
import { requireMember } from '../../../http/guard.ts';
import { openEventSink } from '../../../live/event-sink.ts';
import type { LiveSink } from '../../../live/live-sink.ts';
import type { LiveWatchers } from '../../../live/live-watchers.ts';
import { openSocketSink } from '../../../live/socket-sink.ts';
import type { Member } from '../../accounts/index.ts';
import { requireOwnMachine } from '../view/read-machine.ts';
import { openMachineFeeds } from './machine-feeds.ts';

const retryMs = 2_000;

/**
 * `GET /api/v1/machines/:id/live`: the machine, its events and its log, as Server-Sent Events or, when the page asks for an upgrade, over
 * WebSocket. `Last-Event-ID` resumes, and `?after=` does for a page that cannot send that header. Whoever may not watch gets a
 * plain HTTP answer, before any upgrade.
 */
export function registerLiveRoute(app: BrokerApp, ctx: BrokerContext, watchers: LiveWatchers): void {
  const feeds = openMachineFeeds(ctx);
  const open = createOpenCount();
  app.addHook('onClose', async () => feeds.stop());

  function watch(member: Member, machineId: string, sink: LiveSink, cursor: string | undefined): void {
    const watcher = watchers.admit(sink, { sessionId: member.sessionId, needs: null });
    watcher.onClosed(open.add(member.id));
    feeds.follow(machineId, watcher, parseLiveCursor(cursor));
  }

  app.route({
    method: 'GET',
    url: '/api/v1/machines/:id/live',
    config: {
      access: 'member',
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
      if (open.count(member.id) >= ctx.config.live.streamsPerMemberMax)
        throw fail('rate_limited', { retryAfterSeconds: 10 });
      await requireOwnMachine(ctx.db, member.id, request.params.id);
    },
    handler(request, reply) {
      const lastEventId = request.headers['last-event-id'];
      const cursor = typeof lastEventId === 'string' ? lastEventId : request.query.after;
      watch(requireMember(request), request.params.id, openEventSink(reply, { retryMs }), cursor);
    },
    wsHandler(socket, request) {
      watch(requireMember(request), request.params.id, openSocketSink(socket), request.query.after);
    },
  });
}

/** How many streams each member has open. */
function createOpenCount() {
  const open = new Map<string, number>();
  return {
    count: (memberId: string) => open.get(memberId) ?? 0,
    /** Answers how to take it back. */
    add(memberId: string): () => void {
      open.set(memberId, (open.get(memberId) ?? 0) + 1);
      return () => {
        const left = (open.get(memberId) ?? 1) - 1;
        if (left > 0) open.set(memberId, left);
        else open.delete(memberId);
      };
    },
  };
}
