import { AuditPage } from '@coinslot/shared/http/audit.ts';
import { PageQuery } from '@coinslot/shared/http/page.ts';
import type { BrokerContext } from '../../context.ts';
import type { BrokerApp } from '../../http/broker-app.ts';
import { listAudit } from './list-audit.ts';

export function registerAuditRoutes(app: BrokerApp, ctx: Pick<BrokerContext, 'db'>): void {
  app.get(
    '/api/v1/admin/audit',
    {
      config: { access: 'admin.audit.read' },
      schema: { querystring: PageQuery, response: { 200: AuditPage } },
    },
    async (request) => await listAudit(ctx.db, request.query),
  );
}
