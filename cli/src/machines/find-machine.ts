import { type Machine, MachinePage } from '@coinslot/shared/http/machines.ts';
import type { Api } from '../api/create-api.ts';
import { matching, pickOne } from '../pick-one.ts';

const pagesMax = 20;
const sought = { kind: 'machine', listedBy: 'coinslot machines --all' };

/** The id of the machine that is meant: its id, the beginning of it, or its name. Machines that still run are looked at first. */
export async function findMachine(api: Api, text: string): Promise<string> {
  if (isWholeId(text)) return text;
  const active = await listMachines(api, 'active');
  const found = matching(active, text);
  if (found.length > 0) return pickOne(found, text, sought).id;
  const ended = await listMachines(api, 'ended');
  return pickOne(matching(ended, text), text, { ...sought, known: [...active, ...ended] }).id;
}

/** A member's machines, the newest first. */
export async function listMachines(api: Api, state: 'active' | 'ended' | 'all'): Promise<Machine[]> {
  const machines: Machine[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < pagesMax; page += 1) {
    const { items, nextCursor } = await api.get('/machines', MachinePage, { state, limit: 100, cursor });
    machines.push(...items);
    if (nextCursor === null) break;
    cursor = nextCursor;
  }
  return machines;
}

export function isWholeId(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}
