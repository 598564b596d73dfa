import { Readable } from 'node:stream';
import { AccountExport, DeletionPreview, DeletionRequest } from '@coinslot/shared/http/account-data.ts';
import { z } from 'zod';
import type { BrokerContext } from '../../context.ts';
import { inTransaction } from '../../database/db.ts';
import type { BrokerApp } from '../../http/broker-app.ts';
import { requireMember } from '../../http/guard.ts';
import { writeAudit } from '../audit/index.ts';
import { exportAccount } from './export-account.ts';
import { previewDeletion } from './preview-deletion.ts';
import { requestDeletion } from './request-deletion.ts';

/** What a member may ask of their own data: a copy, and that it is forgotten. */
export function registerAccountDataRoutes(app: BrokerApp, ctx: BrokerContext): void {
  app.get(
    '/api/v1/account/deletion',
    { config: { access: 'member', scope: 'none' }, schema: { response: { 200: DeletionPreview } } },
    (request) => previewDeletion(ctx, requireMember(request).id),
  );
  app.post(
    '/api/v1/account/deletion',
    {
      config: { access: 'member', scope: 'none', fresh: true, idempotent: false },
      schema: { body: DeletionRequest, response: { 202: z.null() } },
    },
    async (request, reply) => {
      await requestDeletion(ctx, requireMember(request), request.body.typed, request);
      return reply.status(202).send(null);
    },
  );
  app.get(
    '/api/v1/account/export',
    {
      config: {
        access: 'member',
        scope: 'none',
        fresh: true,
        whileViewing: 'refused',
        sends: { 'application/json': AccountExport },
        rateLimit: { max: 10, timeWindow: '1 hour' },
      },
    },
    async (request, reply) => {
      const { id, name } = requireMember(request);
      await inTransaction(ctx.db, (tx) =>
        writeAudit(tx, {
          actor: { id, name },
          action: 'account.export',
          targetKind: 'user',
          targetId: id,
          address: request.ip,
        }),
      );
      return reply
        .header('content-type', 'application/json; charset=utf-8')
        .header('content-disposition', 'attachment; filename="coinslot-export.json"')
        .header('cache-control', 'no-store')
        .send(Readable.from(exportAccount(ctx.db, id)));
    },
  );
}
