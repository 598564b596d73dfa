import type { ExtensionOffer, Machine } from '@coinslot/shared/http/machines.ts';
import { useQueryClient } from '@tanstack/react-query';
import { useId } from 'react';
import { errorText } from '../../../lib/api-error.ts';
import { formatCoins, formatMinutes, formatTimeOfDay } from '../../../lib/format.ts';
import { useAct } from '../../../lib/use-act.ts';
import { Notice } from '../../../ui/notice.tsx';
import { Switch } from '../../../ui/switch.tsx';
import { machineKey } from '../api/keys.ts';
import { setAutoExtend } from '../api/set-auto-extend.ts';

/** Buying more time by itself: what it does, and why it stopped. */
export function AutoExtendSwitch({ machine, offer }: { machine: Machine; offer: ExtensionOffer }) {
  const labelId = useId();
  const noteId = useId();
  const client = useQueryClient();
  const change = useAct({
    send: setAutoExtend,
    repeatable: true,
    onDone: () => void client.invalidateQueries({ queryKey: machineKey(machine.id) }),
  });
  return (
    <div>
      <div className="flex items-start justify-between gap-4">
        <div>
          <p id={labelId} className="font-semibold">
            Extend by itself
          </p>
          <p id={noteId} className="text-soft text-sm">
            {explain(machine, offer)}
          </p>
        </div>
        <Switch
          on={machine.autoExtend}
          pending={change.isPending}
          labelledBy={labelId}
          describedBy={noteId}
          onChange={(enabled) => change.run({ id: machine.id, enabled })}
        />
      </div>
      {machine.autoExtendStopped && !machine.autoExtend ? (
        <Notice tone="coin" className="mt-3">
          It switched itself off: {machine.autoExtendStopped}
        </Notice>
      ) : null}
      {change.error ? (
        <Notice tone="bad" className="mt-3">
          {errorText(change.error)}
        </Notice>
      ) : null}
    </div>
  );
}

function explain({ autoExtend }: Machine, { minutes, price, latestEndAt }: ExtensionOffer): string {
  const bound = latestEndAt ? `, at most until ${formatTimeOfDay(latestEndAt)}` : '';
  const what = `${formatMinutes(minutes)} for ${formatCoins(price)} shortly before each end, as long as your coins last${bound}.`;
  return autoExtend ? `On: buys ${what}` : `Off. Switched on, it buys ${what}`;
}
