import {
  EditOperatorWebhookRequest,
  OperatorWebhook,
  TestMessageResponse,
} from '@coinslot/shared/http/admin-mail.ts';
import type { BrokerContext } from '../../../context.ts';
import { inTransaction } from '../../../database/db.ts';
import type { BrokerApp } from '../../../http/broker-app.ts';
import { adminActOf, writeAudit } from '../../audit/index.ts';
import { editOperatorWebhook, readOperatorWebhook } from './edit-operator-webhook.ts';
import { testOperatorWebhook } from './test-operator-webhook.ts';

export function registerOperatorWebhookRoutes(app: BrokerApp, ctx: BrokerContext): void {
  app.get(
    '/api/v1/admin/operator-webhook',
    { config: { access: 'admin.settings.read' }, schema: { response: { 200: OperatorWebhook } } },
    async () => await readOperatorWebhook(ctx.db),
  );
  app.put(
    '/api/v1/admin/operator-webhook',
    {
      config: { access: 'admin.settings.write', fresh: true, idempotent: false },
      schema: { body: EditOperatorWebhookRequest, response: { 200: OperatorWebhook } },
    },
    async (request) =>
      await inTransaction(ctx.db, (tx) => editOperatorWebhook(tx, ctx, adminActOf(request), request.body)),
  );
  app.post(
    '/api/v1/admin/operator-webhook/test',
    {
      // Not kept under a key: a test that is asked for again is sent again.
      config: { access: 'admin.settings.write', idempotent: false },
      schema: { response: { 200: TestMessageResponse } },
    },
    async (request) => {
      const act = adminActOf(request);
      const answer = await testOperatorWebhook(ctx);
      await inTransaction(ctx.db, (tx) =>
        writeAudit(tx, {
          ...act,
          action: 'operator_webhook.test',
          targetKind: 'settings',
          targetId: 'operator_webhook',
          after: { ok: answer.ok },
        }),
      );
      return answer;
    },
  );
}
