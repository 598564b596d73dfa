import { OpenedEndpoint } from '@coinslot/shared/worker-messages/report-body.ts';
import type { Console } from '../recipes/console.ts';
import { RecipeError } from '../recipes/recipe-error.ts';
import type { LabConnection } from '../recipes/recipe.ts';
import { keepCredentials } from './keep-credentials.ts';
import type { MachineWork } from './machine-work.ts';
import { openCarrier } from './open-carrier.ts';
import { verifySsh } from './verify-ssh.ts';
import type { Carrier, WayIn } from './way-in.ts';

/** Reads anew where the machine is, opens what carries the member to it, and logs in as he would. */
export async function readWayIn(
  work: MachineWork,
  console: Console,
  labRef: string,
  signal: AbortSignal,
): Promise<WayIn> {
  const connection = await work.recipe.readConnection(console, labRef);
  keepCredentials(work, connection);
  const opening = AbortSignal.any([signal, AbortSignal.timeout(work.timeouts.tunnelMs)]);
  const carrier = await openCarrier(work, connection, opening);
  const bounded = AbortSignal.any([signal, AbortSignal.timeout(work.timeouts.verifyMs)]);
  return verifyWayIn(connection, carrier, bounded);
}

/** Logs in through the carrier, as the member will. */
export async function verifyWayIn(
  connection: LabConnection,
  carrier: Carrier,
  signal: AbortSignal,
): Promise<WayIn> {
  const knownHostsLine = await verifySsh(connection, carrier, signal);
  return {
    endpoint: endpointOf(connection, carrier, knownHostsLine),
    dial: carrier.dial,
    own: carrier.own,
  };
}

/** Throws `verify_failed` for a way in that no member should paste into a terminal, whatever logged in there. */
export function endpointOf(
  connection: LabConnection,
  { tunnel, reach, named }: Pick<Carrier, 'tunnel' | 'reach' | 'named'>,
  knownHostsLine: string,
): OpenedEndpoint {
  const { host, port } = named;
  const endpoint = { kind: 'ssh', tunnel, reach, ...connection, host, port, knownHostsLine };
  const parsed = OpenedEndpoint.safeParse(endpoint);
  if (parsed.success) return parsed.data;
  const names = parsed.error.issues.map(({ path }) => path.join('.')).join(', ');
  throw new RecipeError('verify_failed', `The lab names a way in of an unusual form: ${names}.`);
}
