import type { FastifyRequest } from 'fastify';
import type { WebSocket } from 'ws';
import type { BrokerContext } from '../../../context.ts';
import type { BrokerApp } from '../../../http/broker-app.ts';
import { createConnection } from './connection.ts';
import { readInOrder } from './inbox.ts';
import { createJoinGate } from './join-gate.ts';
import { leaveWorker } from './leave-worker.ts';
import { parseUpMessage } from './parse-up-message.ts';
import { type SocketState, takeBrokenReport, takeMessage } from './take-message.ts';
import { createChallenge } from './verify-hello.ts';
import { watchLiveWorkers } from './watch-live-workers.ts';
import type { WorkerLinks } from './worker-links.ts';

/** A connection that has not joined after this long is closed. */
const joinWithinMs = 30_000;
/** What `ws` says of a socket that ended without the other side's word. */
const brokenLine = 1006;

/**
 * `WS /worker/v1`, where workers dial in. Browsers are refused: a cookie or an Origin has no business here. When the
 * broker stops, every socket is closed with 1012 and its end is written down before the app is closed.
 */
export function registerWorkerSocket(app: BrokerApp, ctx: BrokerContext, links: WorkerLinks): void {
  const joins = createJoinGate(ctx.config.fleet.joinsPerSecond);
  const state: SocketState = { live: links.live, links, joins, reportFailures: new Map() };
  const open = new Set<{ close: () => Promise<void> }>();
  const stopWatching = watchLiveWorkers(ctx, state.live);
  app.addHook('preClose', async () => {
    await stopWatching();
    await Promise.all([...open].map((connection) => connection.close()));
  });
  app.get(
    '/worker/v1',
    {
      websocket: true,
      config: { access: 'worker-token' },
      async preValidation(request, reply) {
        if (request.headers.cookie === undefined && request.headers.origin === undefined) return;
        await reply.code(403).send();
      },
    },
    (socket, request) => {
      const served = serveWorkerSocket(ctx, state, socket, request);
      open.add(served);
      void served.ended.then(() => open.delete(served));
    },
  );
}

interface ServedSocket {
  /** Closes it for a restart and waits until its end was written down. */
  close: () => Promise<void>;
  ended: Promise<void>;
}

/** Serves one socket until it ends. */
function serveWorkerSocket(
  ctx: BrokerContext,
  state: SocketState,
  socket: WebSocket,
  request: FastifyRequest,
): ServedSocket {
  const challenge = createChallenge(ctx.brokerId);
  const connection = createConnection(socket, {
    address: request.ip,
    log: request.log,
    phase: { name: 'challenged', challenge, challengedAt: performance.now() },
  });
  const allTaken = readInOrder(socket, async (text) => {
    if (connection.phase.name === 'closed') return;
    const { message, issues, report } = parseUpMessage(text);
    if (!message) connection.log.warn({ issues }, 'a worker sent a message that breaks the protocol');
    if (!message && !report) return connection.close('protocol');
    try {
      if (message) await takeMessage(ctx, state, connection, message);
      else if (report) await takeBrokenReport(ctx, state, connection, report);
    } catch (error) {
      connection.log.error(
        { err: error, message: message?.type ?? 'report' },
        'a worker message could not be dealt with',
      );
      connection.close('trouble');
    }
  });
  const joinTimer = setTimeout(() => {
    if (connection.phase.name !== 'live') connection.close('silent');
  }, joinWithinMs);
  socket.on('error', (error) => connection.log.warn({ err: error }, 'a worker socket broke'));
  const ended = new Promise<void>((resolve) => {
    socket.once('close', (code) => {
      clearTimeout(joinTimer);
      void allTaken()
        .then(() => forget(code))
        .then(resolve);
    });
  });
  async function forget(code: number): Promise<void> {
    const worker = [...state.live.values()].find((one) => one.connection === connection);
    connection.phase = { name: 'closed' };
    if (!worker) return;
    if (state.live.get(worker.session.workerId) === worker) state.live.delete(worker.session.workerId);
    const end = { reason: connection.closedFor ?? `left (${code})`, heardUs: code !== brokenLine };
    await leaveWorker(ctx.db, worker.session, end).catch((error: unknown) =>
      connection.log.error({ err: error }, 'the end of a worker session could not be written down'),
    );
    connection.log.info({ reason: connection.closedFor, code }, 'a worker left');
  }
  connection.send(challenge);
  return {
    ended,
    close: async () => {
      connection.close('restart');
      await ended;
    },
  };
}
