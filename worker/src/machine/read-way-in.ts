import type { OpenedEndpoint } from '@coinslot/shared/worker-messages/report-body.ts';
import type { Console } from '../recipes/console.ts';
import type { LabConnection } from '../recipes/recipe.ts';
import type { MachineWork } from './machine-work.ts';
import { verifySsh } from './verify-ssh.ts';

/** Reads the lab's connection page anew and logs in as the member would. */
export async function readWayIn(
  work: MachineWork,
  console: Console,
  labRef: string,
  signal: AbortSignal,
): Promise<OpenedEndpoint> {
  const connection = await work.recipe.readConnection(console, labRef);
  work.addSecret(connection.password);
  const bounded = AbortSignal.any([signal, AbortSignal.timeout(work.timeouts.verifyMs)]);
  return endpointOf(connection, await verifySsh(connection, bounded));
}

export function endpointOf(connection: LabConnection, knownHostsLine: string): OpenedEndpoint {
  return { kind: 'ssh', tunnel: 'direct', reach: 'anywhere', ...connection, knownHostsLine };
}
