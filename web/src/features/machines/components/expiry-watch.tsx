import type { Machine } from '@coinslot/shared/http/machines.ts';
import { useEffect } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { toast } from 'sonner';
import { paths } from '../../../app/paths.ts';
import { useNow } from '../../../lib/use-now.ts';
import { useActiveMachines } from '../api/list-machines.ts';

const warningMinutes = [2, 10] as const;
/** What was said already in this tab; a machine whose expiry moves may warn again. */
const said = new Set<string>();

/** On every other page: warns when a machine of the member's ends within 10 and 2 minutes. */
export function ExpiryWatch({ activeMachines }: { activeMachines: number }) {
  const machines = useActiveMachines(activeMachines > 0);
  const now = useNow(5000);
  const navigate = useNavigate();
  const { pathname } = useLocation();
  useEffect(() => {
    for (const machine of machines.data?.items ?? []) {
      const path = paths.machine(machine.id);
      // Its own page says it already, beside the button that adds time.
      if (path !== pathname) warn(machine, now, () => void navigate(path));
    }
  }, [machines.data, now, navigate, pathname]);
  return null;
}

function warn(machine: Machine, now: number, open: () => void): void {
  if (machine.state !== 'ready' || !machine.expiresAt) return;
  const minutesLeft = (new Date(machine.expiresAt).getTime() - now) / 60_000;
  if (minutesLeft <= 0) return;
  const threshold = warningMinutes.find((minutes) => minutesLeft <= minutes);
  if (!threshold) return;
  const key = `${machine.id} ${machine.expiresAt} ${threshold}`;
  if (said.has(key)) return;
  said.add(key);
  const advice = machine.autoExtend ? 'More time is bought by itself.' : 'Save your work, or add time.';
  toast.warning(`${machine.name} ends in less than ${threshold} minutes. ${advice}`, {
    duration: 15_000,
    action: { label: machine.extension?.canExtend && !machine.autoExtend ? 'Extend' : 'Open', onClick: open },
    id: machine.id,
  });
}
