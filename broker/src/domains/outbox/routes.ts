import type { BrokerContext } from '../../context.ts';
import type { BrokerApp } from '../../http/broker-app.ts';
import { registerOperatorWebhookRoutes } from './discord/operator-webhook-routes.ts';
import { registerMailRoutes } from './mail/mail-routes.ts';
import { registerOutboxRoutes } from './page/outbox-routes.ts';

export function registerMessageRoutes(app: BrokerApp, ctx: BrokerContext): void {
  registerMailRoutes(app, ctx);
  registerOperatorWebhookRoutes(app, ctx);
  registerOutboxRoutes(app, ctx);
}
