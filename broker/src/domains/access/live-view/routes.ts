import { LiveViewState } from '@coinslot/shared/http/admin-live-view.ts';
import { z } from 'zod';
import type { BrokerApp } from '../../../http/broker-app.ts';
import { withIdempotency } from '../../../http/idempotency.ts';
import { adminActOf } from '../../audit/index.ts';
import { operateMachine } from '../../machines/index.ts';
import type { AccessParts } from '../streams/open-line.ts';
import { createPageHolders } from './page-holders.ts';
import { readLiveView } from './read-live-view.ts';
import { registerScreenRoute } from './register-screen-route.ts';

const Params = z.object({ id: z.uuid() });

/** An admin looks at a machine's preparation, stops it between two steps, and does by hand what only a person may. */
export function registerLiveView(app: BrokerApp, parts: AccessParts): void {
  const { ctx } = parts;
  const holders = createPageHolders();
  const read = (machineId: string): Promise<LiveViewState> =>
    readLiveView(ctx.db, machineId, holders.holderOf(machineId));

  registerScreenRoute(app, parts, holders);
  app.get(
    '/api/v1/admin/machines/:id/live-view',
    {
      config: { access: 'admin.machines.watch' },
      schema: { params: Params, response: { 200: LiveViewState } },
    },
    async (request) => await read(request.params.id),
  );
  for (const [verb, act] of [
    ['pause', 'pause'],
    ['go-on', 'go_on'],
  ] as const) {
    app.post(
      `/api/v1/admin/machines/:id/${verb}`,
      {
        config: { access: 'admin.machines.operate', idempotent: true },
        schema: { params: Params, response: { 202: z.object({ paused: z.boolean() }) } },
      },
      async (request, reply) => {
        const admin = adminActOf(request);
        const machineId = request.params.id;
        return await withIdempotency(ctx, request, reply, async (tx) => {
          await operateMachine(tx, ctx, { machineId, act, admin });
          return { status: 202, body: { paused: act === 'pause' } };
        });
      },
    );
  }
}
