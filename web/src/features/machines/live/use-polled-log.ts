import { isFinalMachineState, type MachineState } from '@coinslot/shared/states/machine.ts';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { LiveStatus } from '../../../lib/live/watch-live.ts';
import { getAdminLogPage } from '../api/get-admin-log-page.ts';
import { machinesKey } from '../api/keys.ts';
import { type LogBuffer, createLogBuffer } from '../log/log-buffer.ts';

const pollMs = 5000;
/** A machine's last lines come after its end: it is asked for them once more at once, and once when they must have come. */
const tailAsksMs = [0, 3000];

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
  const { refetch } = query;
  useEffect(() => {
    if (!over) return undefined;
    const asks = tailAsksMs.map((delayMs) =>
      setTimeout(() => void refetch({ cancelRefetch: false }), delayMs),
    );
    return () => {
      for (const ask of asks) clearTimeout(ask);
    };
  }, [over, refetch]);
  if (query.isPending) return { log, status: 'connecting' };
  if (query.isError) return { log, status: 'reconnecting' };
  return { log, status: over ? 'ended' : 'polling' };
}
