import { DeviceGrant } from '@coinslot/shared/http/device-grant.ts';
import { useQuery } from '@tanstack/react-query';
import { request } from '../../../lib/request.ts';

/** What a program asks for with this code; nothing is asked while the code is null. */
export function useDeviceGrant(userCode: string | null) {
  return useQuery({
    queryKey: ['device-grant', userCode],
    queryFn: ({ signal }) =>
      request({ path: `/api/v1/device/${encodeURIComponent(userCode ?? '')}`, answer: DeviceGrant, signal }),
    enabled: userCode !== null,
    staleTime: 0,
  });
}
