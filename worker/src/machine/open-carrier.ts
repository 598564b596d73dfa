import { RecipeError } from '../recipes/recipe-error.ts';
import type { LabConnection } from '../recipes/recipe.ts';
import type { MachineWork } from './machine-work.ts';
import type { Carrier } from './way-in.ts';

/**
 * Opens what is to carry the member to the machine's SSH server: nothing for `direct` and for `gateway`, which are the server's own
 * address, reached by the member or by this worker.
 *
 * @throws tunnel_failed
 */
export async function openCarrier(
  work: MachineWork,
  { host, port }: LabConnection,
  signal: AbortSignal,
): Promise<Carrier> {
  signal.throwIfAborted();
  const { kind } = work.orders.newest().tunnel;
  const own = { host, port };
  if (kind === 'direct' || kind === 'gateway')
    return { tunnel: kind, reach: 'anywhere', named: own, dial: own };
  throw new RecipeError('tunnel_failed', `This worker cannot open a tunnel of the kind ${kind}.`);
}
