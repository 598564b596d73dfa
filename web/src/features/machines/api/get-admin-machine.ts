import { AdminMachine } from '@coinslot/shared/http/machines.ts';
import { useQuery } from '@tanstack/react-query';
import { request } from '../../../lib/request.ts';
import { machinesKey } from './keys.ts';

const adminMachineKey = (id: string) => [...machinesKey, 'admin-one', id] as const;

export function useAdminMachine(id: string) {
  return useQuery({
    queryKey: adminMachineKey(id),
    queryFn: ({ signal }) =>
      request({ path: `/api/v1/admin/machines/${encodeURIComponent(id)}`, answer: AdminMachine, signal }),
    // An ended machine changes no more once its lab sessions have ended.
    refetchInterval: ({ state }) => (isSettled(state.data) ? false : 5000),
  });
}

function isSettled(machine: AdminMachine | undefined): boolean {
  if (!machine || machine.endedAt === null) return false;
  return machine.labSessions.every((session) => session.state === 'ended');
}
