import { randomUUID } from 'node:crypto';
import { Lab } from '@coinslot/shared/http/admin-labs.ts';
import { PoolList } from '@coinslot/shared/http/admin-pools.ts';
import { AdminProduct } from '@coinslot/shared/http/admin-products.ts';
import { Seat } from '@coinslot/shared/http/admin-seats.ts';
import { runningAtTheLab } from './lab-account.ts';
import type { Member } from './member.ts';
import { describeAnswer } from './open-session.ts';
import { waitUntil } from './wait-until.ts';
import type { World } from './world.ts';

/** A lab record, a seat and a product of its own, so that one story's misbehaviour and breakers do not touch another's. */
export type Stall = {
  /** The product's name in the shop: ten coins for an hour, five for half an hour more. */
  readonly product: string;
  readonly seatPassword: string;
  /** Makes the lab misbehave towards this seat. A switch holds for one seat at a time: waits until no other stall has one of them on. */
  misbehave(switches: Record<string, object>): Promise<void>;
  behave(): Promise<void>;
  /** Labels of the seat's machines that the lab's own page shows as not ended. */
  running(): Promise<string[]>;
};

const taken = new Set<string>();
const patienceMs = 120_000;

/** Sets one up as an admin does in the dashboard, at the bundled lab. `listLagMs` as the lab's record says it. */
export async function openStall(
  world: World,
  admin: Member,
  { listLagMs = 500 }: { listLagMs?: number } = {},
): Promise<Stall> {
  const name = `stall-${randomUUID().slice(0, 8)}`;
  const password = await world.addLabAccount(name);
  await addToShop(world, admin, { name, password, listLagMs });
  const on = new Set<string>();
  return {
    product: name,
    seatPassword: password,
    async misbehave(switches) {
      const names = Object.keys(switches);
      const areFree = (): true | null => (names.some((one) => taken.has(one) && !on.has(one)) ? null : true);
      await waitUntil(`the switches ${names.join(', ')}`, areFree, { timeoutMs: patienceMs });
      for (const one of names) {
        taken.add(one);
        on.add(one);
      }
      const ours = Object.entries(switches).map(([one, fields]) => [one, { ...fields, account: name }]);
      await world.addLabSwitches(Object.fromEntries(ours));
    },
    async behave() {
      for (const one of on) await world.takeOffLabSwitch(one);
      for (const one of on) taken.delete(one);
      on.clear();
    },
    running: () => runningAtTheLab(world.labAddress, name, password),
  };
}

async function addToShop(
  world: World,
  admin: Member,
  { name, password, listLagMs }: { name: string; password: string; listLagMs: number },
): Promise<void> {
  async function make<Value>(
    method: string,
    path: string,
    schema: { parse(value: unknown): Value },
    body: object,
  ): Promise<Value> {
    const answer = await admin.request(method, `/api/v1/admin/${path}`, body);
    if (answer.status >= 300) throw new Error(describeAnswer(`${method} ${path}`, answer));
    return schema.parse(answer.body);
  }

  const { id: labId, revision } = await make('POST', 'labs', Lab, {
    name,
    recipe: 'bundled',
    baseUrl: world.labUrl,
    listLagMs,
  });
  const permission = { kind: 'own_installation', note: 'The lab of these tests.' };
  await make('PUT', `labs/${labId}/permission`, Lab, { revision, permission });
  await make('POST', `labs/${labId}/seats`, Seat, { username: name, password, maxConcurrent: 1 });
  const [pool] = (await admin.get('/api/v1/admin/pools', PoolList)).items;
  await make('POST', 'products', AdminProduct, {
    name,
    poolId: pool?.id,
    labId,
    template: 'linux-small',
    durationMinutes: 60,
    price: 10,
    attributes: {},
    extension: { minutes: 30, price: 5 },
    onSale: true,
  });
}
