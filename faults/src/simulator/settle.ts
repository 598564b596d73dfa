import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { listOwn } from './act/act.ts';
import { askBroker } from './world/ask-broker.ts';
import type { World } from './world/open-world.ts';

const lookMs = 200;

/**
 * The faults are over: everybody runs and hears again, every member gives back what they have, and nothing is open any more; or the
 * time is over, and the check will say what is.
 */
export async function settle(world: World): Promise<{ settledInMs: number; isSettled: boolean }> {
  const begun = performance.now();
  await calmDown(world);
  const { settleMs, orphansMs } = world.times;
  let [isSettled, until] = [false, begun + settleMs];
  for (let rounds = 0; !isSettled && performance.now() < until; rounds += 1) {
    // Somebody bought at the last moment, or was told to come again.
    if (rounds % 10 === 0) await stopAll(world);
    const { house, lab } = await countOpen(world);
    isSettled = house + lab === 0;
    // Only an inventory can still find what the lab alone knows of.
    until = begun + (house === 0 ? orphansMs : settleMs);
    if (!isSettled) await pause(lookMs);
  }
  return { settledInMs: Math.round(performance.now() - begun), isSettled };
}

async function calmDown(world: World): Promise<void> {
  const { broker, hosts, relay, lab, shop } = world;
  lab.calm();
  await broker.start();
  await hosts.endCopies();
  for (let host = 0; host < hosts.count; host += 1) hosts.go(host);
  await Promise.all(Array.from({ length: hosts.count }, (_, host) => hosts.start(host)));
  relay.heal();
  const cookie = shop.admin;
  const path = `/api/v1/admin/labs/${shop.labId}/reopen`;
  await askBroker(broker.url, {
    cookie,
    method: 'POST',
    path,
    body: { reason: 'the faults are over' },
    key: randomUUID(),
  });
}

async function stopAll({ broker, shop }: World): Promise<void> {
  await Promise.all(
    shop.members.map(async (cookie) => {
      for (const id of await listOwn(broker.url, cookie))
        for (const what of ['cancel', 'stop']) {
          const path = `/api/v1/machines/${id}/${what}`;
          const told = await askBroker(broker.url, { cookie, method: 'POST', path, key: randomUUID() });
          if (told.status < 300) break;
        }
    }),
  );
}

const Count = z.object({ open: z.coerce.number() });

/** What is open by our rows, and what the lab runs of ours. */
async function countOpen({ database, lab }: World): Promise<{ house: number; lab: number }> {
  const { rows } = await database.query(
    `select (select count(*) from machines where state not in ('stopped', 'failed'))
      + (select count(*) from lab_sessions where state <> 'ended')
      + (select count(*) from leases where released_at is null)
      + (select count(*) from charges where state = 'held') as open`,
  );
  const atLab = lab.machines.running().filter(({ session }) => !session.isStranger).length;
  return { house: Count.parse(rows[0]).open, lab: atLab };
}
