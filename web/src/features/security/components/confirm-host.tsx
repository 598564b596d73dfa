import { Suspense, lazy } from 'react';
import { useWaitingAct } from '../../../lib/confirmation-gate.ts';

const ConfirmDialog = lazy(async () => ({ default: (await import('./confirm-dialog.tsx')).ConfirmDialog }));

/** Waits for an act that first needs to know who sits there; costs nothing until then. */
export function ConfirmHost() {
  const act = useWaitingAct();
  if (!act) return null;
  return (
    <Suspense fallback={null}>
      <ConfirmDialog act={act} />
    </Suspense>
  );
}
