import { EndpointList } from '@coinslot/shared/http/machines.ts';
import { useQuery } from '@tanstack/react-query';
import { request } from '../../../lib/request.ts';
import { endpointsKey } from './keys.ts';

/** The ways into a ready machine. They carry a password, so they leave the cache as soon as nobody looks. */
export function useEndpoints(id: string) {
  return useQuery({
    queryKey: endpointsKey(id),
    queryFn: ({ signal }) =>
      request({ path: `/api/v1/machines/${encodeURIComponent(id)}/endpoints`, answer: EndpointList, signal }),
    gcTime: 0,
  });
}
