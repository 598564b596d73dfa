import { Machine } from '@coinslot/shared/http/machines.ts';
import { useQuery } from '@tanstack/react-query';
import { request } from '../../../lib/request.ts';
import { machineKey } from './keys.ts';

function getMachine(id: string, signal?: AbortSignal): Promise<Machine> {
  return request({ path: `/api/v1/machines/${encodeURIComponent(id)}`, answer: Machine, signal });
}

export function useMachine(id: string) {
  return useQuery({ queryKey: machineKey(id), queryFn: ({ signal }) => getMachine(id, signal) });
}
