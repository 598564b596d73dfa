import { Overview, OverviewQuery } from '@coinslot/shared/http/admin-overview.ts';
import type { BrokerContext } from '../../context.ts';
import type { BrokerApp } from '../../http/broker-app.ts';
import { readOverview } from './read-overview.ts';

export function registerOverviewRoutes(app: BrokerApp, ctx: Pick<BrokerContext, 'config' | 'db'>): void {
  app.get(
    '/api/v1/admin/overview',
    {
      config: { access: 'admin.overview.read' },
      schema: { querystring: OverviewQuery, response: { 200: Overview } },
    },
    async (request) => await readOverview(ctx, request.query.days),
  );
}
