import type { Machine } from '@coinslot/shared/http/machines.ts';
import { useEffect } from 'react';
import { toast } from 'sonner';
import { useNow } from '../../../lib/use-now.ts';
import { useActiveMachines } from '../api/list-machines.ts';

const warningMinutes = [2, 10] as const;
/** What was said already in this tab; a machine whose expiry moves may warn again. */
const said = new Set<string>();

/** On every page: warns when a machine of the member's ends within 10 and 2 minutes. */
export function ExpiryWatch({ activeMachines }: { activeMachines: number }) {
  const machines = useActiveMachines(activeMachines > 0);
  const now = useNow(5000);
  useEffect(() => {
    for (const machine of machines.data?.items ?? []) warn(machine, now);
  }, [machines.data, now]);
  return null;
}

function warn(machine: Machine, now: number): void {
  if (machine.state !== 'ready' || !machine.expiresAt) return;
  const minutesLeft = (new Date(machine.expiresAt).getTime() - now) / 60_000;
  if (minutesLeft <= 0) return;
  const threshold = warningMinutes.find((minutes) => minutesLeft <= minutes);
  if (!threshold) return;
  const key = `${machine.id} ${machine.expiresAt} ${threshold}`;
  if (said.has(key)) return;
  said.add(key);
  toast.warning(`${machine.name} ends in less than ${threshold} minutes. Save your work.`, {
    duration: 15_000,
    id: machine.id,
  });
}
