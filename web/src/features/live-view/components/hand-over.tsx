import type { LiveViewState } from '@coinslot/shared/http/admin-live-view.ts';
import type { ScreenControl } from '@coinslot/shared/worker-messages/stream.ts';
import { Trans } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { Hand, Pause, Play } from 'lucide-react';
import { toast } from 'sonner';
import { errorText } from '../../../lib/api-error.ts';
import { useAct } from '../../../lib/use-act.ts';
import { Button } from '../../../ui/button.tsx';
import { liveViewKey } from '../api/get-live-view.ts';
import { goOn } from '../api/go-on.ts';
import { pauseMachine } from '../api/pause-machine.ts';

type HandOverProps = {
  machineId: string;
  state: LiveViewState;
  isPreparing: boolean;
  hasIt: boolean;
  mayTake: boolean;
  send: (control: ScreenControl) => void;
};

/** Pausing the preparation and letting it go on; taking the page and giving it back. */
export function HandOver({ machineId, state, isPreparing, hasIt, mayTake, send }: HandOverProps) {
  const client = useQueryClient();
  const refresh = () => void client.invalidateQueries({ queryKey: liveViewKey(machineId) });
  const pause = useAct({
    send: (act: 'pause' | 'go-on', key) =>
      act === 'pause' ? pauseMachine(machineId, key) : goOn(machineId, key),
    repeatable: true,
    onDone: refresh,
    onFailed: (error) => toast.error(errorText(error)),
  });
  function goOnWithIt(): void {
    // Two hands on one page disturb each other.
    if (hasIt) send({ type: 'give_back' });
    pause.run('go-on');
  }
  const waits = state.paused || state.needsOperator !== null;
  return (
    <div className="flex flex-wrap gap-2">
      {hasIt ? (
        <Button
          onClick={() => {
            send({ type: 'give_back' });
            refresh();
          }}
        >
          <Hand aria-hidden /> <Trans>Give the page back</Trans>
        </Button>
      ) : (
        <Button
          look="coin"
          disabled={!mayTake}
          onClick={() => {
            send({ type: 'take' });
            refresh();
          }}
        >
          <Hand aria-hidden /> <Trans>Take over</Trans>
        </Button>
      )}
      {waits ? (
        <Button look={hasIt ? 'coin' : 'plain'} pending={pause.isPending} onClick={goOnWithIt}>
          <Play aria-hidden /> <Trans>Go on</Trans>
        </Button>
      ) : (
        <Button disabled={!isPreparing} pending={pause.isPending} onClick={() => pause.run('pause')}>
          <Pause aria-hidden /> <Trans>Pause before the next step</Trans>
        </Button>
      )}
    </div>
  );
}
