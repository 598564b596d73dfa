import { FleetSnapshot } from '@coinslot/shared/http/admin-fleet.ts';
import { useQuery } from '@tanstack/react-query';
import { request } from '../../../lib/request.ts';

export const fleetKey = ['fleet'] as const;

/** The fleet as it was when it was last asked for, or came live (use-live-fleet.ts). */
export function useFleet() {
  return useQuery({
    queryKey: fleetKey,
    queryFn: ({ signal }) => request({ path: '/api/v1/admin/fleet', answer: FleetSnapshot, signal }),
  });
}
