import { SetupStatus } from '@coinslot/shared/http/setup.ts';
import { useQuery } from '@tanstack/react-query';
import { request } from '../../../lib/request.ts';

export const setupKey = ['setup'] as const;

/** Whether the first admin is still missing. */
export function getSetupStatus(signal?: AbortSignal): Promise<SetupStatus> {
  return request({ path: '/api/v1/setup', answer: SetupStatus, signal });
}

export function useSetupStatus() {
  return useQuery({ queryKey: setupKey, queryFn: ({ signal }) => getSetupStatus(signal), staleTime: 60_000 });
}
