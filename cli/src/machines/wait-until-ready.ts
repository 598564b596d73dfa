import type { Machine } from '@coinslot/shared/http/machines.ts';
import type { LogChunk } from '@coinslot/shared/live-events/log-line.ts';
import { isFinalMachineState } from '@coinslot/shared/states/machine.ts';
import { provisionStepLabels } from '@coinslot/shared/states/provision-step.ts';
import { queueBlocks } from '@coinslot/shared/states/queue-block.ts';
import type { Api } from '../api/create-api.ts';
import { cliError } from '../cli-error.ts';
import { plainLine } from '../output/plain.ts';
import { sayEnd } from '../output/state-words.ts';
import { sayCoins } from '../output/words.ts';
import type { Terminal } from '../terminal.ts';
import { followMachine } from './follow-machine.ts';

/**
 * Tells on the way what happens, each step and what the worker says of it, until the machine is ready. Throws when it ends instead (7),
 * or after `timeoutMs` (6).
 */
export async function waitUntilReady(
  api: Api,
  terminal: Terminal,
  { machineId, timeoutMs }: { machineId: string; timeoutMs: number | null },
): Promise<Machine> {
  const timeout = timeoutMs === null ? null : AbortSignal.timeout(timeoutMs);
  const signal = timeout === null ? terminal.signal : AbortSignal.any([terminal.signal, timeout]);
  const tell = createTeller(terminal);
  try {
    for await (const news of followMachine(api, machineId, signal)) {
      if (news.kind === 'log') tell.words(news.data.chunks);
      if (news.kind !== 'machine') continue;
      const machine = news.data;
      // Quick steps may be over when it is ready: they are told first.
      tell.progress(machine);
      if (machine.state === 'ready') return machine;
      if (isFinalMachineState(machine.state) || machine.state === 'stopping') throw failed(machine);
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

/** What was told already is not told again; a step that is over before anybody looked is told all the same. */
function createTeller({ err }: Pick<Terminal, 'err'>) {
  const told = new Set<string>();
  let place = '';
  return {
    progress(machine: Machine): void {
      const waits = machine.state === 'queued' ? sayPlace(machine.queue) : '';
      if (waits !== '' && waits !== place) err(`${waits}\n`);
      place = waits;
      for (const { step, attempt } of machine.steps) {
        const key = `${attempt} ${step}`;
        if (!told.has(key)) err(`${provisionStepLabels[step]}\n`);
        told.add(key);
      }
    },
    words(chunks: readonly LogChunk[]): void {
      const lines = chunks
        .filter(({ source }) => source === 'worker')
        .flatMap(({ text }) => text.split('\n'));
      for (const line of lines.map(plainLine)) if (line !== '') err(`  ${line}\n`);
    },
  };
}

function sayPlace(queue: Machine['queue']): string {
  if (queue === null) return 'Waiting for a free place';
  if (queue.blocked !== null) return queueBlocks[queue.blocked];
  return `Waiting for a free place: place ${queue.position} of ${queue.of}`;
}
