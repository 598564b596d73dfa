import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../random.ts';
import type { Hurt } from './plan.ts';
import { askBroker } from './world/ask-broker.ts';
import type { World } from './world/open-world.ts';

/** Does one bad thing, and undoes it after its time. What only an admin can do is done through the API. */
export async function hurt(world: World, what: Hurt, random: Random): Promise<void> {
  switch (what.do) {
    case 'kill_host':
      await world.hosts.kill(what.host);
      await pause(what.forMs);
      return await world.hosts.start(what.host);
    case 'stop_host':
      world.hosts.stop(what.host);
      await pause(what.forMs);
      return world.hosts.go(what.host);
    case 'cut':
      return world.relay.cut(world.workerIds.get(what.worker));
    case 'swallow':
      return await swallow(world, what);
    case 'kill_broker':
      await world.broker.kill();
      await pause(what.forMs);
      return await world.broker.start();
    case 'end_connections':
      return await world.endConnections();
    case 'copy_key':
      return await world.hosts.startCopy(what.worker);
    case 'drain':
      await order(world, what.worker, 'drain', { deadlineMinutes: 0, reason: 'simulated' });
      await pause(what.forMs);
      return await order(world, what.worker, 'resume');
    case 'revoke':
      return await order(world, what.worker, 'revoke', { reason: 'simulated' });
    case 'switch_lab':
      return await switchLab(world, what);
    case 'vanish':
      return vanish(world, random);
    case 'stranger':
      return await addStranger(world, random);
  }
}

async function swallow(world: World, what: Extract<Hurt, { do: 'swallow' }>): Promise<void> {
  const id = world.workerIds.get(what.worker);
  if (id === undefined) return;
  world.relay.swallow(id, what.direction);
  await pause(what.forMs);
  world.relay.cut(id);
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
