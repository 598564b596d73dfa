import { ScreenDown } from '@coinslot/shared/http/admin-live-view.ts';
import type { FastifyRequest } from 'fastify';
import type { WebSocket } from 'ws';
import { z } from 'zod';
import { inTransaction } from '../../../database/db.ts';
import type { BrokerApp } from '../../../http/broker-app.ts';
import { requireMember } from '../../../http/guard.ts';
import { type AdminAct, adminActOf, writeAudit } from '../../audit/index.ts';
import { keepAlive } from '../streams/keep-alive.ts';
import { type AccessParts, requireHeld, withPlace } from '../streams/open-line.ts';
import { closeWithFault } from '../streams/page-socket.ts';
import { requireHolder } from '../streams/require-holder.ts';
import { faultOf } from '../streams/stream-error.ts';
import { openLook } from './look.ts';
import type { PageHolders } from './page-holders.ts';

const Params = z.object({ id: z.uuid() });

/** `WS /api/v1/admin/machines/:id/screen`: what the worker sees of the lab's page (shared/src/http/admin-live-view.ts). */
export function registerScreenRoute(app: BrokerApp, parts: AccessParts, holders: PageHolders): void {
  const { ctx, lines, dialler } = parts;

  async function audit(
    admin: AdminAct,
    machineId: string,
    act: 'look' | 'take' | 'give_back',
  ): Promise<void> {
    await inTransaction(ctx.db, (tx) =>
      writeAudit(tx, { ...admin, action: `machine.page_${act}`, targetKind: 'machine', targetId: machineId }),
    );
  }

  async function serve(page: WebSocket, request: FastifyRequest, machineId: string): Promise<void> {
    const { sessionId, name: adminName, permissions } = requireMember(request);
    const admin = adminActOf(request);
    const { workerId, epoch } = requireHeld(await requireHolder(ctx.db, machineId), 'screen');
    const most = ctx.config.access.looksPerMachineMax;
    await withPlace(parts, { machineId, kind: 'screen', most }, async () => {
      // Who looked is written down before anything is shown.
      await audit(admin, machineId, 'look');
      const worker = await dialler.dial({ workerId, machineId, epoch, purpose: { kind: 'screen' } });
      const mayOperate = permissions.includes('admin.machines.operate');
      const look = openLook(
        page,
        worker,
        { machineId, epoch, workerId, sessionId, adminName, mayOperate },
        {
          bufferBytesMax: ctx.config.access.bufferBytesMax,
          holders,
          count: (direction, bytes) => ctx.metrics.streamBytes.inc({ kind: 'screen', direction }, bytes),
          note: (act) =>
            void audit(admin, machineId, act).catch((error: unknown) =>
              request.log.error({ err: error, act }, 'who has a page in hand could not be written down'),
            ),
          onEnded: (ended) => lines.remove(ended),
        },
      );
      lines.add(look);
    });
  }

  app.route({
    method: 'GET',
    url: '/api/v1/admin/machines/:id/screen',
    config: { access: 'admin.machines.watch', scope: 'none', upgradesTo: ScreenDown },
    exposeHeadRoute: false,
    schema: { params: Params },
    async preHandler(request) {
      await requireHolder(ctx.db, request.params.id, lines.isClosing);
    },
    handler: (_request, reply) => reply.code(426).header('upgrade', 'websocket').send(),
    wsHandler(page, request) {
      page.pause();
      page.on('error', () => undefined);
      keepAlive(page, ctx.config.live.keepAliveMs);
      serve(page, request, request.params.id).catch((error: unknown) => {
        const fault = faultOf(error);
        request.log.info({ fault, err: error }, 'a page could not be looked at');
        page.send(JSON.stringify({ type: 'fault', fault } satisfies ScreenDown));
        closeWithFault(page, fault);
      });
    },
  });
}
