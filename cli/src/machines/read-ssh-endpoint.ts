import { type Endpoint, EndpointList, Machine } from '@coinslot/shared/http/machines.ts';
import type { Api } from '../api/create-api.ts';
import { cliError } from '../cli-error.ts';
import { sayNoWayIn } from '../output/state-words.ts';

/** A machine's way in by ssh. Throws a sentence when it has none just now. */
export async function readSshEndpoint(api: Api, machineId: string): Promise<Endpoint> {
  const { items } = await api.get(`/machines/${machineId}/endpoints`, EndpointList);
  const found = items.find(({ kind }) => kind === 'ssh');
  if (found !== undefined) return found;
  const { name, state } = await api.get(`/machines/${machineId}`, Machine);
  throw cliError('refused', `${name} has no way in just now: ${sayNoWayIn(state)}.`);
}
