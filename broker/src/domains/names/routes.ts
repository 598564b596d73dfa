import { EditTunnelSettingsRequest, TunnelSettings } from '@coinslot/shared/http/admin-tunnels.ts';
import { z } from 'zod';
import type { BrokerContext } from '../../context.ts';
import type { BrokerApp } from '../../http/broker-app.ts';
import { adminActOf } from '../audit/index.ts';
import { clearTunnelSettings, editTunnelSettings } from './settings/edit-tunnel-settings.ts';
import { showTunnelSettings } from './settings/show-tunnel-settings.ts';

// Each change asks Cloudflare for something; nobody needs it more often.
const rateLimit = { max: 20, timeWindow: '1 minute', groupId: 'tunnels-admin' };

/** The account in which machines get their tunnels. */
export function registerTunnelRoutes(app: BrokerApp, ctx: BrokerContext): void {
  app.get(
    '/api/v1/admin/tunnels',
    { config: { access: 'admin.settings.read' }, schema: { response: { 200: TunnelSettings } } },
    async () => await showTunnelSettings(ctx),
  );
  app.put(
    '/api/v1/admin/tunnels',
    {
      config: {
        access: 'admin.settings.write',
        fresh: true,
        idempotent: false,
        hasSecretBody: true,
        rateLimit,
      },
      schema: { body: EditTunnelSettingsRequest, response: { 200: TunnelSettings } },
    },
    async (request) => {
      await editTunnelSettings(ctx, adminActOf(request), request.body);
      return await showTunnelSettings(ctx);
    },
  );
  app.delete(
    '/api/v1/admin/tunnels',
    {
      config: { access: 'admin.settings.write', fresh: true, idempotent: false, rateLimit },
      schema: { response: { 204: z.null() } },
    },
    async (request, reply) => {
      await clearTunnelSettings(ctx, adminActOf(request));
      return await reply.status(204).send(null);
    },
  );
}
