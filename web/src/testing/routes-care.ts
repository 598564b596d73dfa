import { randomUUID } from 'node:crypto';
import { Canary, CanaryPage, CanaryRequest } from '@coinslot/shared/http/admin-canaries.ts';
import { LiveViewState } from '@coinslot/shared/http/admin-live-view.ts';
import { EditTunnelSettingsRequest, TunnelSettings } from '@coinslot/shared/http/admin-tunnels.ts';
import { answer, nothing, problem } from './answers.ts';
import { aCanary, someTunnels } from './data-care.ts';
import { minutesFromNow } from './data-catalog.ts';
import { someSteps } from './data-machines.ts';
import type { FakeRoute } from './routes.ts';

/** What looks after labs: canaries, the live view, the account for tunnels. */
export function careRoutes(): Record<string, FakeRoute> {
  return {
    'GET /api/v1/admin/labs/:id/canaries': (_request, { operator }) =>
      answer(CanaryPage, { items: operator.canaries, nextCursor: null }),
    'POST /api/v1/admin/labs/:id/canaries': ({ body }, { operator, me }) => {
      const { seatId } = CanaryRequest.parse(body);
      const seat = operator.seats.find(({ id }) => id === seatId);
      const canary = aCanary({
        id: randomUUID(),
        by: me?.name ?? '',
        seat: seat ? { id: seat.id, username: seat.username } : null,
        state: 'provisioning',
        outcome: null,
        steps: someSteps(2),
        askedAt: minutesFromNow(0),
        endedAt: null,
      });
      operator.canaries.unshift(canary);
      return answer(Canary, canary, 202);
    },
    'GET /api/v1/admin/machines/:id/live-view': (_request, { operator }) =>
      answer(LiveViewState, operator.liveView),
    'POST /api/v1/admin/machines/:id/pause': (_request, { operator }) => {
      operator.liveView = { ...operator.liveView, paused: true };
      return nothing;
    },
    'POST /api/v1/admin/machines/:id/go-on': (_request, { operator }) => {
      operator.liveView = { ...operator.liveView, paused: false, needsOperator: null };
      return nothing;
    },
    ...tunnelRoutes(),
  };
}

function tunnelRoutes(): Record<string, FakeRoute> {
  return {
    'GET /api/v1/admin/tunnels': (_request, { house }) => answer(TunnelSettings, house.tunnels),
    'PUT /api/v1/admin/tunnels': ({ body }, { house }) => {
      const { token, revision, subdomain, ...ids } = EditTunnelSettingsRequest.parse(body);
      if (house.tunnels.revision !== revision) return problem('edited_meanwhile');
      house.tunnels = someTunnels({
        ...ids,
        subdomain,
        hasToken: house.tunnels.hasToken || token !== undefined,
        revision: revision + 1,
        fault: null,
      });
      return answer(TunnelSettings, house.tunnels);
    },
    'DELETE /api/v1/admin/tunnels': () =>
      problem('still_in_use', { detail: 'The lab Bundled lab uses cloudflared.' }),
  };
}
