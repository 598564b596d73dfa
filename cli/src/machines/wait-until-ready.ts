import type { Machine } from '@coinslot/shared/http/machines.ts';
import { isFinalMachineState } from '@coinslot/shared/states/machine.ts';
import { provisionStepLabels } from '@coinslot/shared/states/provision-step.ts';
import type { Api } from '../api/create-api.ts';
import { cliError } from '../cli-error.ts';
import { sayEnd } from '../output/state-words.ts';
import { sayCoins } from '../output/words.ts';
import type { Terminal } from '../terminal.ts';
import { followMachine } from './follow-machine.ts';

/** Tells on the way what happens, until the machine is ready. Throws when it ends instead (7), or after `timeoutMs` (6). */
export async function waitUntilReady(
  api: Api,
  terminal: Terminal,
  { machineId, timeoutMs }: { machineId: string; timeoutMs: number | null },
): Promise<Machine> {
  const timeout = timeoutMs === null ? null : AbortSignal.timeout(timeoutMs);
  const signal = timeout === null ? terminal.signal : AbortSignal.any([terminal.signal, timeout]);
  let said = '';
  try {
    for await (const news of followMachine(api, machineId, signal)) {
      if (news.kind !== 'machine') continue;
      const machine = news.data;
      if (machine.state === 'ready') return machine;
      if (isFinalMachineState(machine.state) || machine.state === 'stopping') throw failed(machine);
      const saying = sayProgress(machine);
      if (saying === null || saying === said) continue;
      terminal.err(`${saying}\n`);
      said = saying;
    }
  } catch (error) {
    if (timeout?.aborted === true && !terminal.signal.aborted) {
      throw cliError(
        'unavailable',
        'It was not ready in time. It is still being prepared: see coinslot machines.',
      );
    }
    throw error;
  }
  throw cliError('machineFailed', 'The machine ended before it was ready.');
}

function failed({ endReason, endDetail, charge }: Machine): Error {
  const why = endReason === null ? 'It ended before it was ready.' : sayEnd(endReason, endDetail);
  const back = charge?.state === 'released' ? charge.price : (charge?.refunded ?? 0);
  const refund = back > 0 ? ` ${sayCoins(back)} came back.` : '';
  return cliError('machineFailed', `${why}${refund}`);
}

/** Null between two steps: nothing new to say. */
function sayProgress({ state, queue, steps }: Machine): string | null {
  if (state === 'queued')
    return queue === null
      ? 'Waiting for a free place'
      : `Waiting for a free place: place ${queue.position} of ${queue.of}`;
  const running = steps.find((step) => step.state === 'running');
  return running === undefined ? null : provisionStepLabels[running.step];
}
