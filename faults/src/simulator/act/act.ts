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
  const ask = (path: string, body?: unknown): Promise<Told> =>
    askBroker(world.brokerUrl, {
      cookie,
      method: 'POST',
      path,
      key,
      ...(body === undefined ? {} : { body }),
    });
  const note = (told: Told, machineId: string | null): void =>
    world.note({ what, member, key, machineId, status: told.status, at: Date.now() });

  if (what === 'buy' || what === 'double_buy') {
    const productId = world.shop.productIds[pick % world.shop.productIds.length];
    const clicks = Array.from({ length: what === 'buy' ? 1 : 2 }, () =>
      ask('/api/v1/machines', { productId }),
    );
    for (const told of await Promise.all(clicks))
      note(told, told.status === 202 ? Bought.parse(told.body).id : null);
    return;
  }
  const machines = await listOwn(world.brokerUrl, cookie);
  const chosen = machines[pick % Math.max(1, machines.length)];
  if (chosen !== undefined) note(await ask(`/api/v1/machines/${chosen}/${what}`), chosen);
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
