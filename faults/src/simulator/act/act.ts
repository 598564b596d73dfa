import { Machine } from '@coinslot/shared/http/machines.ts';
import { z } from 'zod';
import type { MemberAct } from '../../history/history.ts';
import type { Act } from '../plan.ts';
import { askBroker, type Told } from '../world/ask-broker.ts';
import type { Shop } from '../world/open-shop.ts';

const Bought = Machine.pick({ id: true });
const Owned = z.object({ items: z.array(Machine.pick({ id: true, state: true })) });

/** What a member does, as a page does it: with a key, again and again until somebody answered. */
export async function act(
  { do: what, member, pick, key }: Act,
  world: { brokerUrl: string; shop: Shop; note: (done: MemberAct) => void },
): Promise<void> {
  const cookie = world.shop.members[member] ?? '';
  const ask = (path: string, itsKey: string, body?: unknown): Promise<Told> =>
    askBroker(world.brokerUrl, {
      cookie,
      method: 'POST',
      path,
      key: itsKey,
      ...(body === undefined ? {} : { body }),
    });
  const note = (told: Told, itsKey: string, machineId: string | null): void =>
    world.note({ what, member, key: itsKey, machineId, status: told.status, at: Date.now() });

  const keys = keysOf(what, key);
  if (keys !== null) {
    const productId = world.shop.productIds[pick % world.shop.productIds.length];
    const clicks = keys.map(async (itsKey) => {
      const told = await ask('/api/v1/machines', itsKey, { productId });
      note(told, itsKey, told.status === 202 ? Bought.parse(told.body).id : null);
    });
    return void (await Promise.all(clicks));
  }
  const machines = await listOwn(world.brokerUrl, cookie);
  const chosen = machines[pick % Math.max(1, machines.length)];
  if (chosen !== undefined) note(await ask(`/api/v1/machines/${chosen}/${what}`, key), key, chosen);
}

/** The clicks of a purchase: one, the same one twice, or six different ones at once. */
function keysOf(what: Act['do'], key: string): string[] | null {
  if (what === 'buy') return [key];
  if (what === 'double_buy') return [key, key];
  return what === 'burst_buy' ? Array.from({ length: 6 }, (_, at) => `${key}-${at}`) : null;
}

/** Machines of this member that are not over, newest first. */
export async function listOwn(brokerUrl: string, cookie: string): Promise<string[]> {
  const { status, body } = await askBroker(brokerUrl, { cookie, path: '/api/v1/machines' });
  if (status !== 200) return [];
  const over = ['stopped', 'failed', 'stopping'];
  return Owned.parse(body)
    .items.filter(({ state }) => !over.includes(state))
    .map(({ id }) => id);
}
