import {
  EditMailSettingsRequest,
  MailSettings,
  TestMailRequest,
  TestMessageResponse,
} from '@coinslot/shared/http/admin-mail.ts';
import type { BrokerContext } from '../../../context.ts';
import { inTransaction } from '../../../database/db.ts';
import type { BrokerApp } from '../../../http/broker-app.ts';
import { adminActOf, writeAudit } from '../../audit/index.ts';
import { editMailSettings, removeMailSettings } from './edit-mail-settings.ts';
import { readMailSettings } from './mail-server.ts';
import { sendTestMail } from './send-test-mail.ts';

export function registerMailRoutes(app: BrokerApp, ctx: BrokerContext): void {
  app.get(
    '/api/v1/admin/mail',
    { config: { access: 'admin.settings.read' }, schema: { response: { 200: MailSettings } } },
    async () => await readMailSettings(ctx, ctx.db),
  );
  app.put(
    '/api/v1/admin/mail',
    {
      config: { access: 'admin.settings.write', fresh: true, idempotent: false },
      schema: { body: EditMailSettingsRequest, response: { 200: MailSettings } },
    },
    async (request) =>
      await inTransaction(ctx.db, (tx) => editMailSettings(tx, ctx, adminActOf(request), request.body)),
  );
  app.delete(
    '/api/v1/admin/mail',
    {
      config: { access: 'admin.settings.write', fresh: true, idempotent: false },
      schema: { response: { 200: MailSettings } },
    },
    async (request) => await inTransaction(ctx.db, (tx) => removeMailSettings(tx, ctx, adminActOf(request))),
  );
  app.post(
    '/api/v1/admin/mail/test',
    {
      // Not kept under a key: a test that is asked for again is sent again.
      config: { access: 'admin.settings.write', idempotent: false },
      schema: { body: TestMailRequest, response: { 200: TestMessageResponse } },
    },
    async (request) => {
      const act = adminActOf(request);
      const answer = await sendTestMail(ctx, request.body.to);
      await inTransaction(ctx.db, (tx) =>
        writeAudit(tx, {
          ...act,
          action: 'mail.test',
          targetKind: 'settings',
          targetId: 'mail',
          after: { to: request.body.to, ok: answer.ok },
        }),
      );
      return answer;
    },
  );
}
