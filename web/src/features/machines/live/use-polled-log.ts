import { isFinalMachineState, type MachineState } from '@coinslot/shared/states/machine.ts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { getAdminLogPage } from '../api/get-admin-log-page.ts';
import { machinesKey } from '../api/keys.ts';
import { type LogBuffer, createLogBuffer } from '../log/log-buffer.ts';
import type { LiveStatus } from './watch-machine.ts';

const pollMs = 5000;

/** The log of any machine, asked for again and again: admins have no live stream of members' machines. */
export function usePolledLog(id: string, state: MachineState): { log: LogBuffer; status: LiveStatus } {
  const [log] = useState(createLogBuffer);
  const over = isFinalMachineState(state);
  const query = useQuery({
    queryKey: [...machinesKey, 'admin-log', id],
    queryFn: async ({ signal }) => {
      const page = await getAdminLogPage(id, log.position(), signal);
      log.append(page.items);
      return page.next;
    },
    refetchInterval: over ? false : pollMs,
    gcTime: 0,
  });
  if (query.isPending) return { log, status: 'connecting' };
  if (query.isError) return { log, status: 'reconnecting' };
  return { log, status: over ? 'ended' : 'polling' };
}
