import { Suspense, lazy } from 'react';
import { useAwaitsConfirmation } from '../../../lib/confirmation-gate.ts';

const ConfirmDialog = lazy(async () => ({ default: (await import('./confirm-dialog.tsx')).ConfirmDialog }));

/** Waits for an act that first needs to know who sits there; costs nothing until then. */
export function ConfirmHost() {
  const awaits = useAwaitsConfirmation();
  if (!awaits) return null;
  return (
    <Suspense fallback={null}>
      <ConfirmDialog />
    </Suspense>
  );
}
