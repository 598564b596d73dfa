import { t } from '@lingui/core/macro';
import { useQueryClient } from '@tanstack/react-query';
import { WifiOff } from 'lucide-react';
import { useEffect } from 'react';
import { getSetupStatus } from '../../features/accounts/api/get-setup-status.ts';
import { useConnectionState } from '../../lib/connection-state.ts';

const askAgainMs = 3000;

/** Says when this device is offline or the server is away, asks until it answers, and then refreshes what is shown. */
export function ConnectionBanner() {
  const state = useConnectionState();
  const client = useQueryClient();

  useEffect(() => {
    if (state !== 'server_away') return undefined;
    const timer = setInterval(() => {
      getSetupStatus()
        .then(() => client.invalidateQueries())
        .catch(() => undefined);
    }, askAgainMs);
    return () => clearInterval(timer);
  }, [state, client]);

  return (
    <div role="status" aria-live="polite">
      {state === 'online' ? null : (
        <p className="bg-coin-wash text-coin-text flex items-center justify-center gap-2 px-4 py-2 text-center text-sm font-semibold">
          <WifiOff aria-hidden className="size-4 shrink-0" />
          {state === 'offline'
            ? t`You are offline. What you see may be old.`
            : t`The server is restarting. This page goes on by itself when it is back.`}
        </p>
      )}
    </div>
  );
}
