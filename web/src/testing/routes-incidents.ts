import {
  type ClosedIncident,
  ClosedIncidentPage,
  type Incident,
  IncidentActAnswer,
  IncidentActRequest,
  IncidentDetail,
  IncidentList,
  RefundMachineAnswer,
  RefundMachineRequest,
  ReleaseSeatRequest,
} from '@coinslot/shared/http/admin-incidents.ts';
import { answer, problem } from './answers.ts';
import { anIncident, someClosedIncidents, someIncidents } from './data-incidents.ts';
import type { FakeRoute } from './routes.ts';

export type IncidentWorld = {
  open: Incident[];
  closed: ClosedIncident[];
  one: IncidentDetail | null;
  /** What admins did. */
  acts: { path: string; body: unknown }[];
};

export function createIncidentWorld(): IncidentWorld {
  return { open: someIncidents(), closed: someClosedIncidents(), one: anIncident(), acts: [] };
}

/** What is stuck, and what is done about it. */
export function incidentRoutes(): Record<string, FakeRoute> {
  const act: FakeRoute = ({ body, path }, { incidents }) => {
    incidents.acts.push({ path, body: IncidentActRequest.parse(body) });
    return answer(IncidentActAnswer, { outcome: 'asked' });
  };
  return {
    'GET /api/v1/admin/incidents': ({ query }, { incidents }) => {
      const kind = query.get('kind');
      const items = incidents.open.filter((one) => !kind || one.kind === kind);
      const counts = Object.fromEntries(incidents.open.map((one) => [one.kind, 1]));
      return answer(IncidentList, { items, counts });
    },
    'GET /api/v1/admin/incidents/closed': (_request, { incidents }) =>
      answer(ClosedIncidentPage, { items: incidents.closed, nextCursor: null }),
    'GET /api/v1/admin/incidents/:id': (_request, { incidents }) =>
      incidents.one ? answer(IncidentDetail, incidents.one) : problem('not_found'),
    'POST /api/v1/admin/lab-sessions/:id/end': act,
    'POST /api/v1/admin/lab-findings/:id/end': act,
    'POST /api/v1/admin/seats/:id/look': act,
    'POST /api/v1/admin/machines/:id/settle': act,
    'POST /api/v1/admin/lab-sessions/:id/write-off': ({ body, path }, { incidents }) => {
      incidents.acts.push({ path, body: ReleaseSeatRequest.parse(body) });
      if (incidents.one?.session) incidents.one = { ...incidents.one, open: false, acts: [] };
      return answer(IncidentActAnswer, { outcome: 'done' });
    },
    'POST /api/v1/admin/machines/:id/refund': ({ body, path }, { incidents }) => {
      const asked = RefundMachineRequest.parse(body);
      const refundable = incidents.one?.charge?.refundable ?? 0;
      if (asked.coins > refundable) return problem('refund_exceeds_charge', { params: { refundable } });
      incidents.acts.push({ path, body: asked });
      return answer(RefundMachineAnswer, { refunded: asked.coins, refundable: refundable - asked.coins });
    },
  };
}
