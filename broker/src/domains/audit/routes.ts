import { AuditActionList, AuditFilterQuery, AuditPage, AuditQuery } from '@coinslot/shared/http/audit.ts';
import { z } from 'zod';
import type { BrokerContext } from '../../context.ts';
import type { BrokerApp } from '../../http/broker-app.ts';
import { adminActOf } from './admin-act.ts';
import { exportAudit } from './export-audit.ts';
import { listActions, listAudit } from './list-audit.ts';

export function registerAuditRoutes(app: BrokerApp, ctx: Pick<BrokerContext, 'db'>): void {
  app.get(
    '/api/v1/admin/audit',
    {
      config: { access: 'admin.audit.read' },
      schema: { querystring: AuditQuery, response: { 200: AuditPage } },
    },
    async (request) => await listAudit(ctx.db, request.query),
  );
  app.get(
    '/api/v1/admin/audit/actions',
    { config: { access: 'admin.audit.read' }, schema: { response: { 200: AuditActionList } } },
    async () => ({ actions: await listActions(ctx.db) }),
  );
  app.get(
    '/api/v1/admin/audit/export',
    {
      config: { access: 'admin.audit.export', fresh: true, sends: { 'text/csv': z.string() } },
      schema: { querystring: AuditFilterQuery },
    },
    async (request, reply) => {
      const file = await exportAudit(ctx, adminActOf(request), request.query);
      const day = new Date().toISOString().slice(0, 10);
      return reply
        .type('text/csv; charset=utf-8')
        .header('cache-control', 'no-store')
        .header('x-content-type-options', 'nosniff')
        .header('content-disposition', `attachment; filename="coinslot-audit-${day}.csv"`)
        .send(file);
    },
  );
}
