import { fleetFrames } from '@coinslot/shared/http/admin-fleet.ts';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { type LiveStatus, watchLive } from '../../../lib/live/watch-live.ts';
import { meKey } from '../../accounts/api/get-me.ts';
import { fleetKey } from '../api/get-fleet.ts';

/**
 * Keeps the fleet in the query cache up to date while it is shown: by WebSocket, else by asking every 5 s. What did not
 * change keeps its identity there, so only the rows that changed are drawn again.
 */
export function useLiveFleet(): LiveStatus {
  const client = useQueryClient();
  const [status, setStatus] = useState<LiveStatus>('connecting');
  useEffect(
    () =>
      watchLive({
        path: '/api/v1/admin/fleet/live',
        hasEventStream: false,
        frames: fleetFrames,
        take: { fleet: (snapshot) => client.setQueryData(fleetKey, snapshot) },
        onStatus: setStatus,
        onSignedOut: () => void client.invalidateQueries({ queryKey: meKey }),
        onPoll: () => void client.invalidateQueries({ queryKey: fleetKey }),
      }),
    [client],
  );
  return status;
}
