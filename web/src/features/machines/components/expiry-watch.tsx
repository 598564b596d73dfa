import type { Machine } from '@coinslot/shared/http/machines.ts';
import { t } from '@lingui/core/macro';
import { useEffect } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { toast } from 'sonner';
import { paths } from '../../../app/paths.ts';
import { useNow } from '../../../lib/use-now.ts';
import { useActiveMachines } from '../api/list-machines.ts';
import { describeLessThan, warningTimes } from '../warning-times.ts';

/** What was said already in this tab, also before it was loaded anew; a machine whose expiry moves may warn again. */
const saidKey = 'coinslot.warned';

/** On every other page: warns when a machine of the member's ends soon, and once more shortly before. */
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
  const leftMs = new Date(machine.expiresAt).getTime() - now;
  const { firstMs, lastMs } = warningTimes(machine);
  if (leftMs <= 0 || leftMs > firstMs) return;
  const thresholdMs = leftMs <= lastMs ? lastMs : firstMs;
  if (!isFirstTime(`${machine.id} ${machine.expiresAt} ${thresholdMs}`)) return;
  const advice = machine.autoExtend ? t`More time is bought by itself.` : t`Save your work, or add time.`;
  toast.warning(t`${machine.name} ends in ${describeLessThan(thresholdMs)}. ${advice}`, {
    duration: 15_000,
    action: {
      label: machine.extension?.canExtend && !machine.autoExtend ? t`Extend` : t`Open`,
      onClick: open,
    },
    id: machine.id,
  });
}

function isFirstTime(key: string): boolean {
  const said = sessionStorage.getItem(saidKey)?.split('\n') ?? [];
  if (said.includes(key)) return false;
  sessionStorage.setItem(saidKey, [...said, key].slice(-50).join('\n'));
  return true;
}
