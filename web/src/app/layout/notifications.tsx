import type { Me } from '@coinslot/shared/http/me.ts';
import { Toaster } from 'sonner';
import { ExpiryWatch } from '../../features/machines/components/expiry-watch.tsx';

/** Short messages, and the warnings before a machine ends. Loaded after the page: nothing waits for it. */
export function Notifications({ me }: { me: Me | null | undefined }) {
  return (
    <>
      {me ? <ExpiryWatch activeMachines={me.limits.activeMachines} /> : null}
      <Toaster
        position="top-center"
        closeButton
        toastOptions={{
          style: {
            background: 'var(--panel)',
            color: 'var(--ink)',
            border: '1px solid var(--line-strong)',
            fontSize: '0.95rem',
          },
        }}
      />
    </>
  );
}
