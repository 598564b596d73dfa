import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../random.ts';
import type { Hurt } from './plan.ts';
import { askBroker } from './world/ask-broker.ts';
import type { World } from './world/open-world.ts';

/** Does one bad thing, and undoes it after its time. What only an admin can do is done through the API. */
export async function hurt(world: World, what: Hurt, random: Random): Promise<void> {
  const act: (world: World, what: never, random: Random) => unknown = acts[what.do];
  await act(world, what as never, random);
}

type Acts = {
  [Kind in Hurt['do']]: (world: World, what: Extract<Hurt, { do: Kind }>, random: Random) => unknown;
};

const acts: Acts = {
  async kill_host({ hosts }, { host, forMs }) {
    await hosts.kill(host);
    await pause(forMs);
    await hosts.start(host);
  },
  async stop_host({ hosts }, { host, forMs }) {
    hosts.stop(host);
    await pause(forMs);
    hosts.go(host);
  },
  cut: ({ relay, workerIds }, { worker }) => relay.cut(workerIds.get(worker)),
  swallow,
  stall: ({ relay, workerIds }, { worker, forMs }) => relay.stall(workerIds.get(worker) ?? '', forMs),
  async kill_broker({ broker }, { forMs }) {
    await broker.kill();
    await pause(forMs);
    await broker.start();
  },
  end_connections: (world) => world.endConnections(),
  copy_key: ({ hosts }, { worker }) => hosts.startCopy(worker),
  async drain(world, { worker, forMs }) {
    await order(world, worker, 'drain', { deadlineMinutes: 0, reason: 'simulated' });
    await pause(forMs);
    await order(world, worker, 'resume');
  },
  drain_unheard: drainUnheard,
  revoke: (world, { worker }) => order(world, worker, 'revoke', { reason: 'simulated' }),
  switch_lab: switchLab,
  vanish: (world, _what, random) => vanish(world, random),
  stranger: (world, _what, random) => addStranger(world, random),
};

async function swallow(world: World, what: Extract<Hurt, { do: 'swallow' }>): Promise<void> {
  const id = world.workerIds.get(what.worker);
  if (id === undefined) return;
  world.relay.swallow(id, what.direction);
  await pause(what.forMs);
  world.relay.cut(id);
}

/** Its machines are handed over while it goes on with them, for it hears nothing any more. */
async function drainUnheard(
  world: World,
  { worker, forMs }: { worker: string; forMs: number },
): Promise<void> {
  const id = world.workerIds.get(worker);
  if (id === undefined) return;
  world.relay.swallow(id, 'down');
  await order(world, worker, 'drain', { deadlineMinutes: 0, reason: 'simulated' });
  await pause(forMs);
  world.relay.cut(id);
  await order(world, worker, 'resume');
}

async function order(world: World, worker: string, what: string, body?: unknown): Promise<void> {
  const id = world.workerIds.get(worker);
  if (id === undefined) return;
  await askBroker(world.broker.url, {
    cookie: world.shop.admin,
    method: 'POST',
    path: `/api/v1/admin/workers/${id}/${what}`,
    ...(body === undefined ? {} : { body }),
    key: randomUUID(),
  });
}

async function switchLab(world: World, what: Extract<Hurt, { do: 'switch_lab' }>): Promise<void> {
  const ask = (act: string, body: unknown): Promise<unknown> =>
    askBroker(world.broker.url, {
      cookie: world.shop.admin,
      method: 'POST',
      path: `/api/v1/admin/labs/${world.shop.labId}/${act}`,
      body,
      key: randomUUID(),
    });
  await ask('disable', { reason: 'simulated', endMachines: what.ends });
  await pause(what.forMs);
  await ask('reopen', { reason: 'simulated' });
}

/** A machine is gone at the lab; now and then one that was renamed before. */
function vanish(world: World, random: Random): void {
  const running = world.lab.machines.running().filter(({ session }) => !session.isStranger);
  if (running.length === 0) return;
  random.pick(running).end('vanished', 0);
}

/** Somebody else uses one of our accounts, now and then with a label that looks like ours. */
async function addStranger(world: World, random: Random): Promise<void> {
  const label = random.pick(['homework', 'cs-0badcafe-1-1-deadbeef', 'cs-', '']);
  await world.lab.machines.start({
    seat: random.pick(world.seats).username,
    label,
    minutes: 60,
    isStranger: true,
  });
}
