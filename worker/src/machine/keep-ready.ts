import type { OpenedEndpoint } from '@coinslot/shared/worker-messages/report-body.ts';
import type { MachineWork } from './machine-work.ts';
import { watchMachine } from './watch-machine.ts';

/** Ready means: reported with its way in once an epoch, then watched until it is gone or no longer ours. */
export async function keepReady(
  work: MachineWork,
  endpoint: OpenedEndpoint,
  options: { startedHere: boolean },
): Promise<void> {
  work.addSecret(endpoint.password);
  work.setPhase('ready');
  work.say(options.startedHere ? 'Ready.' : 'This machine is looked after again.');
  void work.report({ kind: 'ready', endpoints: [endpoint] });
  await watchMachine(work, endpoint);
  work.setPhase('gone');
}
