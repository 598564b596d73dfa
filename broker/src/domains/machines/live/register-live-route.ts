import { parseLiveCursor } from '@coinslot/shared/live-events/live-frame.ts';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import type { BrokerApp } from '../../../http/broker-app.ts';
import { fail } from '../../../http/errors.ts';
import { requireMember } from '../../../http/guard.ts';
import { openEventStream } from '../../../live/event-stream.ts';
import { readSessionMember } from '../../accounts/index.ts';
import { requireOwnMachine } from '../view/read-machine.ts';
import { followMachine } from './follow-machine.ts';

/** Enough for several pages and devices; each open stream costs a socket and looks at the database. */
const streamsPerMemberMax = 20;
const retryMs = 2_000;
const stallMs = 30_000;

/**
 * `GET /api/v1/machines/:id/live`: the machine, its events and its log as Server-Sent Events. `Last-Event-ID` resumes, and `?after=` does
 * for a stream that a page opens anew, which cannot send that header.
 */
export function registerLiveRoute(app: BrokerApp, ctx: BrokerContext): void {
  const stopping = new AbortController();
  const open = new Map<string, number>();
  const running = new Set<Promise<unknown>>();
  app.addHook('preClose', async () => {
    stopping.abort();
    await Promise.allSettled(running);
  });

  app.get(
    '/api/v1/machines/:id/live',
    {
      config: { access: 'member' },
      exposeHeadRoute: false,
      schema: {
        params: z.object({ id: z.uuid() }),
        querystring: z.object({ after: z.string().max(40).optional() }),
      },
    },
    async (request, reply) => {
      const member = requireMember(request);
      const machineId = request.params.id;
      await requireOwnMachine(ctx.db, member.id, machineId);
      const streams = open.get(member.id) ?? 0;
      if (streams >= streamsPerMemberMax) throw fail('rate_limited', { retryAfterSeconds: 10 });
      if (stopping.signal.aborted) throw fail('unavailable', { retryAfterSeconds: 5 });
      open.set(member.id, streams + 1);

      const lastEventId = request.headers['last-event-id'];
      const stream = openEventStream(reply, {
        retryMs,
        stallMs,
        bufferBytesMax: ctx.config.live.bufferBytesMax,
      });
      const following = followMachine(ctx, stream, {
        machineId,
        ownerId: member.id,
        cursor: parseLiveCursor(typeof lastEventId === 'string' ? lastEventId : request.query.after),
        isSignedIn: async () =>
          (await readSessionMember(ctx.db, member.sessionId, ctx.config.accounts.sessionMaxAgeMs)) !== null,
        stopping: stopping.signal,
      })
        .catch((error: unknown) => {
          // The answer has begun: the page learns by the end of the stream, and connects again with its cursor.
          request.log.error({ err: error, machineId }, 'a live stream broke');
        })
        .finally(() => {
          running.delete(following);
          const left = (open.get(member.id) ?? 1) - 1;
          if (left > 0) open.set(member.id, left);
          else open.delete(member.id);
        });
      running.add(following);
    },
  );
}
