import { keepCredentials } from './keep-credentials.ts';
import type { KeptMachine } from './kept-machine.ts';
import type { MachineWork } from './machine-work.ts';
import { serveAtLab } from './serve-at-lab.ts';
import { watchWayIn } from './watch-way-in.ts';
import type { WayIn } from './way-in.ts';

/**
 * Ready means: reported with its way in once an epoch, then watched and served until it is gone or no longer ours. `wayIn` is null
 * when an earlier holder was in the middle of a restart, or when its tunnel went with it: the way in is found at the lab then, and nothing
 * is reported before.
 *
 * @throws only when `work.signal` was aborted
 */
export async function keepReady(
  work: MachineWork,
  wayIn: WayIn | null,
  options: { startedHere: boolean },
): Promise<void> {
  if (wayIn !== null) keepCredentials(work, wayIn.endpoint);
  work.setPhase('ready');
  work.say(options.startedHere ? 'Ready.' : 'This machine is looked after again.');
  if (wayIn !== null) void work.report({ kind: 'ready', endpoints: [wayIn.endpoint] });
  const kept: KeptMachine = { wayIn, isRestarting: false, isSuspect: false };
  work.shown.kept = kept;
  const gone = new AbortController();
  const signal = AbortSignal.any([work.signal, gone.signal]);
  const watching = watchWayIn(work, kept, { ...options, signal });
  // Ends only by the signal, and says nothing then.
  watching.catch(() => undefined);
  try {
    await serveAtLab(work, kept, signal);
  } finally {
    work.shown.kept = null;
    gone.abort();
    await watching.catch(() => undefined);
  }
  work.setPhase('gone');
}
