import type { ExtensionOffer, Machine } from '@coinslot/shared/http/machines.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useId } from 'react';
import { errorText } from '../../../lib/api-error.ts';
import { formatCoins, formatMinutes, formatTimeOfDay } from '../../../lib/format.ts';
import { useAct } from '../../../lib/use-act.ts';
import { Notice } from '../../../ui/notice.tsx';
import { Switch } from '../../../ui/switch.tsx';
import { sayContract } from '../../../words/say.ts';
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
            <Trans>Extend by itself</Trans>
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
          <Trans>It switched itself off: {sayContract(machine.autoExtendStopped)}</Trans>
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
  const time = formatMinutes(minutes);
  const coins = formatCoins(price);
  const what = autoExtend
    ? t`On: buys ${time} for ${coins} shortly before each end, as long as your coins last.`
    : t`Off. Switched on, it buys ${time} for ${coins} shortly before each end, as long as your coins last.`;
  return latestEndAt ? `${what} ${t`At most until ${formatTimeOfDay(latestEndAt)}.`}` : what;
}
