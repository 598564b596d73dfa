import {
  ClosedIncidentPage,
  ClosedIncidentQuery,
  IncidentDetail,
  IncidentId,
  IncidentList,
  IncidentListQuery,
} from '@coinslot/shared/http/admin-incidents.ts';
import { z } from 'zod';
import type { BrokerContext } from '../../context.ts';
import type { BrokerApp } from '../../http/broker-app.ts';
import { registerActRoutes } from './act-routes.ts';
import { listClosedIncidents } from './list-closed-incidents.ts';
import { readIncident } from './read-incident.ts';
import { readOpenIncidents } from './read-open-incidents.ts';

/** What is stuck, what was, and what a person can do about it. */
export function registerIncidentRoutes(app: BrokerApp, ctx: BrokerContext): void {
  app.get(
    '/api/v1/admin/incidents',
    {
      config: { access: 'admin.incidents.read' },
      schema: { querystring: IncidentListQuery, response: { 200: IncidentList } },
    },
    async (request) => {
      const found = await readOpenIncidents(ctx, request.query.kind);
      return {
        items: found.map(({ total: _, ...incident }) => incident),
        counts: Object.fromEntries(found.map(({ kind, total }) => [kind, total])),
      };
    },
  );
  app.get(
    '/api/v1/admin/incidents/closed',
    {
      config: { access: 'admin.incidents.read' },
      schema: { querystring: ClosedIncidentQuery, response: { 200: ClosedIncidentPage } },
    },
    async (request) => await listClosedIncidents(ctx.db, request.query),
  );
  app.get(
    '/api/v1/admin/incidents/:id',
    {
      config: { access: 'admin.incidents.read' },
      schema: { params: z.object({ id: IncidentId }), response: { 200: IncidentDetail } },
    },
    async (request) => await readIncident(ctx, request.params.id),
  );
  registerActRoutes(app, ctx);
}
