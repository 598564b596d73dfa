import { randomUUID } from 'node:crypto';
import { TerminalDown, TerminalQuery } from '@coinslot/shared/http/terminal.ts';
import type { FastifyRequest } from 'fastify';
import type { WebSocket } from 'ws';
import { z } from 'zod';
import type { BrokerApp } from '../../../http/broker-app.ts';
import { requireMember } from '../../../http/guard.ts';
import { keepAlive } from '../streams/keep-alive.ts';
import { type AccessParts, type Held, requireHeld, withPlace } from '../streams/open-line.ts';
import { closeWithFault } from '../streams/page-socket.ts';
import { requireOwnHolder } from '../streams/require-holder.ts';
import { faultOf } from '../streams/stream-error.ts';
import { createTerminal, type Terminal } from './terminal.ts';

const Params = z.object({ id: z.uuid() });

type Request = FastifyRequest & { params: z.infer<typeof Params>; query: TerminalQuery };

/** `WS /api/v1/machines/:id/terminal`: the owner's shell on a ready machine (shared/src/http/terminal.ts). */
export function registerTerminalRoute(app: BrokerApp, parts: AccessParts): void {
  const { ctx } = parts;
  const terminals = new Map<string, Terminal>();

  async function serve(page: WebSocket, request: Request, machineId: string): Promise<void> {
    const { id: memberId, sessionId } = requireMember(request);
    const { terminal: wanted, after } = request.query;
    const known = wanted === undefined ? undefined : terminals.get(wanted);
    if (known && known.ownerId === memberId && known.machineId === machineId) {
      return known.attach(page, { sessionId, after, isNew: false });
    }
    const held = requireHeld(await requireOwnHolder(ctx.db, memberId, machineId), 'terminal');
    makeRoom(parts, terminals, machineId);
    const terminal = await withPlace(
      parts,
      { machineId, kind: 'terminal', most: ctx.config.access.terminalsPerMachineMax },
      () => open(request, held),
    );
    terminal.attach(page, { sessionId, after: 0, isNew: true });
  }

  async function open(request: Request, held: Held): Promise<Terminal> {
    const { workerId, epoch, machineId } = held;
    const { columns, rows } = request.query;
    await parts.visits.note(request, { machineId, action: 'machine.terminal' });
    const worker = await parts.dialler.dial({
      workerId,
      machineId,
      epoch,
      purpose: { kind: 'terminal', columns, rows },
    });
    const id = randomUUID();
    const terminal: Terminal = createTerminal(
      { id, ownerId: requireMember(request).id, machineId, epoch, workerId, worker },
      {
        ...ctx.config.access,
        count(direction, bytes) {
          ctx.metrics.streamBytes.inc({ kind: 'terminal', direction }, bytes);
          if (direction === 'up') parts.uses.carried(machineId);
        },
        onEnded() {
          terminals.delete(id);
          parts.lines.remove(terminal);
          parts.uses.ended(machineId);
        },
      },
    );
    terminals.set(id, terminal);
    parts.lines.add(terminal);
    return terminal;
  }

  app.route({
    method: 'GET',
    url: '/api/v1/machines/:id/terminal',
    config: {
      access: 'member',
      scope: 'machines.connect',
      whileViewing: 'refused',
      upgradesTo: TerminalDown,
    },
    exposeHeadRoute: false,
    schema: { params: Params, querystring: TerminalQuery },
    async preHandler(request) {
      await requireOwnHolder(ctx.db, requireMember(request).id, request.params.id, parts.lines.isClosing);
    },
    handler: (_request, reply) => reply.code(426).header('upgrade', 'websocket').send(),
    wsHandler(page, request) {
      page.pause();
      page.on('error', () => undefined);
      keepAlive(page, ctx.config.live.keepAliveMs);
      serve(page, request, request.params.id).catch((error: unknown) => {
        const fault = faultOf(error);
        request.log.info({ fault, err: error }, 'a terminal could not be opened');
        page.send(JSON.stringify({ type: 'fault', fault } satisfies TerminalDown));
        closeWithFault(page, fault);
      });
    },
  });
}

/** A terminal whose page has gone gives its place to a new one. */
function makeRoom({ ctx, lines }: AccessParts, terminals: Map<string, Terminal>, machineId: string): void {
  const open = lines.of(machineId, 'terminal');
  if (open.length < ctx.config.access.terminalsPerMachineMax) return;
  for (const terminal of terminals.values()) {
    if (terminal.machineId === machineId && !terminal.hasPage) return terminal.end('ended');
  }
}
