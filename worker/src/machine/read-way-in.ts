import { OpenedEndpoint } from '@coinslot/shared/worker-messages/report-body.ts';
import type { Console } from '../recipes/console.ts';
import { RecipeError } from '../recipes/recipe-error.ts';
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

/** Throws `verify_failed` for a way in that no member should paste into a terminal, whatever logged in there. */
export function endpointOf(connection: LabConnection, knownHostsLine: string): OpenedEndpoint {
  const endpoint = { kind: 'ssh', tunnel: 'direct', reach: 'anywhere', ...connection, knownHostsLine };
  const parsed = OpenedEndpoint.safeParse(endpoint);
  if (parsed.success) return parsed.data;
  const names = parsed.error.issues.map(({ path }) => path.join('.')).join(', ');
  throw new RecipeError('verify_failed', `The lab names a way in of an unusual form: ${names}.`);
}
