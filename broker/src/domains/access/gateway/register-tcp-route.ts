import { gatewayPath } from '@coinslot/shared/http/gateway.ts';
import type { FastifyRequest } from 'fastify';
import type { WebSocket } from 'ws';
import { z } from 'zod';
import type { BrokerApp } from '../../../http/broker-app.ts';
import { requireMember } from '../../../http/guard.ts';
import { keepAlive } from '../streams/keep-alive.ts';
import type { Line } from '../streams/lines.ts';
import { type AccessParts, requireHeld, withPlace } from '../streams/open-line.ts';
import { closePage, closeSocket, closeWithFault } from '../streams/page-socket.ts';
import { passOn } from '../streams/pass-on.ts';
import { bytesOf } from '../streams/read-frames.ts';
import { requireOwnHolder } from '../streams/require-holder.ts';
import { faultOf } from '../streams/stream-error.ts';

/** What an SSH server says before anybody has come in: who tries in vain did not use the machine. */
const greetingBytes = 4_096;

const Params = z.object({ id: z.uuid() });

/** `WS /api/v1/machines/:id/tcp`: bytes to and from the machine's SSH server, for its owner (shared/src/http/gateway.ts). */
export function registerTcpRoute(app: BrokerApp, parts: AccessParts): void {
  const { ctx, lines, dialler, uses, visits } = parts;

  async function serve(page: WebSocket, request: FastifyRequest, machineId: string): Promise<void> {
    const { id: memberId, sessionId } = requireMember(request);
    const { workerId, epoch } = requireHeld(await requireOwnHolder(ctx.db, memberId, machineId), 'tcp');
    const most = ctx.config.access.connectionsPerMachineMax;
    await visits.note(request, { machineId, action: 'machine.connect' });
    await withPlace(parts, { machineId, kind: 'tcp', most }, async () => {
      const worker = await dialler.dial({ workerId, machineId, epoch, purpose: { kind: 'tcp' } });
      join(page, worker, { workerId, machineId, epoch, sessionId });
    });
  }

  function join(
    page: WebSocket,
    worker: WebSocket,
    facts: Pick<Line, 'workerId' | 'machineId' | 'epoch' | 'sessionId'>,
  ): void {
    const line: Line = {
      ...facts,
      kind: 'tcp',
      end(how) {
        closePage(page, how);
        closeSocket(worker, 1000);
        lines.remove(line);
        uses.ended(line.machineId);
      },
    };
    lines.add(line);
    carry(page, worker, 'down');
    carry(worker, page, 'up');
    noteUse(worker, facts.machineId);
    // The machine's own end of the connection, or the worker's.
    worker.once('close', (code) => line.end(code === 1000 ? 'ended' : 'cut'));
    page.once('close', () => line.end('ended'));
    if (page.readyState !== page.OPEN) return line.end('ended');
    page.resume();
    worker.resume();
  }

  function carry(from: WebSocket, to: WebSocket, direction: 'up' | 'down'): void {
    from.on('message', (data, isBinary) => {
      if (!isBinary) return;
      const bytes = bytesOf(data);
      ctx.metrics.streamBytes.inc({ kind: 'tcp', direction }, bytes.length);
      passOn(bytes, { isBinary, from, to }, ctx.config.access.bufferBytesMax);
    });
  }

  function noteUse(worker: WebSocket, machineId: string): void {
    let said = 0;
    worker.on('message', (data, isBinary) => {
      if (!isBinary) return;
      said += bytesOf(data).length;
      if (said > greetingBytes) uses.carried(machineId);
    });
  }

  app.route({
    method: 'GET',
    url: gatewayPath(':id'),
    config: {
      access: 'member',
      scope: 'machines.connect',
      whileViewing: 'refused',
      upgradesTo: z.string().meta({ description: 'Binary frames: the bytes of the connection.' }),
    },
    exposeHeadRoute: false,
    schema: { params: Params },
    async preHandler(request) {
      await requireOwnHolder(ctx.db, requireMember(request).id, request.params.id, lines.isClosing);
    },
    handler: (_request, reply) => reply.code(426).header('upgrade', 'websocket').send(),
    wsHandler(page, request) {
      page.pause();
      page.on('error', () => undefined);
      keepAlive(page, ctx.config.live.keepAliveMs);
      serve(page, request, request.params.id).catch((error: unknown) => {
        const fault = faultOf(error);
        request.log.info({ fault, err: error }, 'a connection to a machine could not be opened');
        closeWithFault(page, fault);
      });
    },
  });
}
