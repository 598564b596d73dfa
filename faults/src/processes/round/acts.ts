import { Machine } from '@coinslot/shared/http/machines.ts';
import { WebSocket } from 'ws';
import type { Member } from '../../../../e2e/harness/member.ts';
import { describeAnswer } from '../../../../e2e/harness/open-session.ts';
import { Act } from '../points/point.ts';
import type { World } from '../world/open-world.ts';
import { insist } from './insist.ts';

const product = 'Linux small';
const readyPatienceMs = 60_000;

/** Buys one machine, however often the request has to be repeated; its id. */
export async function requestMachine(member: Member): Promise<string> {
  const productId = await member.productId(product);
  const answer = await insist(member, 'POST', '/api/v1/machines', { productId });
  if (answer.status !== 202) throw new Error(describeAnswer('buying', answer));
  return Machine.parse(answer.body).id;
}

export async function awaitReady(member: Member, id: string): Promise<void> {
  const machine = await member.waitFor(
    id,
    'ready',
    ({ state, endedAt }) => state === 'ready' || endedAt !== null,
    readyPatienceMs,
  );
  if (machine.state !== 'ready') throw new Error(`Undisturbed, a machine failed: ${machine.endDetail}`);
}

/** What the member does on the way to a point. `end` takes back what lasts, as an open terminal. */
export async function doAct(
  world: World,
  member: Member,
  act: Act,
  machineId: string | null,
  known: (id: string) => void,
): Promise<{ id: string; end: () => void }> {
  const nothing = (): void => undefined;
  if (machineId === null) {
    void learnId(world, member, known);
    const id = await requestMachine(member);
    known(id);
    return { id, end: nothing };
  }
  if (act === Act.terminal) return { id: machineId, end: openTerminal(world, member, machineId) };
  if (act !== Act.use) {
    // Refused where the strike was so hard that the machine has ended.
    const answer = await insist(member, 'POST', `/api/v1/machines/${machineId}/${act}`, {});
    if (answer.status >= 300 && answer.status !== 409) throw new Error(describeAnswer(act, answer));
  }
  return { id: machineId, end: nothing };
}

/** The database knows of a purchase before its buyer does. */
async function learnId({ db }: World, member: Member, known: (id: string) => void): Promise<void> {
  const query = 'select m.id from machines m join users u on u.id = m.owner_id where u.email = $1';
  for (let tries = 0; tries < 400; tries += 1) {
    const found = await db.$client.query<{ id: string }>(query, [member.email]).catch(() => ({ rows: [] }));
    if (found.rows[0] !== undefined) return known(found.rows[0].id);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

function openTerminal({ origin }: World, member: Member, machineId: string): () => void {
  const url = `${origin.replace('http', 'ws')}/api/v1/machines/${machineId}/terminal`;
  const socket = new WebSocket(url, { headers: { cookie: member.cookie(), origin } });
  socket.on('error', () => undefined);
  return () => socket.terminate();
}
