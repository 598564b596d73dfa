import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { checkHistory } from '../history/check-history.ts';
import { collectStored } from '../history/collect-stored.ts';
import type { Bounds, Finding, History, MemberAct, Trouble, WatchedMachine } from '../history/history.ts';
import { createRandom } from '../random.ts';
import type { Figures } from '../scenario.ts';
import { act } from './act/act.ts';
import { watchMachine } from './act/watch-machine.ts';
import { hurt } from './hurt.ts';
import { type Hurt, makePlan, type PlanSize, type Step } from './plan.ts';
import { settle } from './settle.ts';
import { comebacks, labTroubles, makeTrouble } from './troubles.ts';
import { startCoins } from './world/open-shop.ts';
import { openWorld, type World, type WorldOptions } from './world/open-world.ts';

export interface RoundOptions extends WorldOptions {
  plan: Omit<PlanSize, 'members' | 'workers' | 'lostMs' | 'ackMs'>;
  say: (line: string) => void;
}

export interface Round {
  findings: Finding[];
  figures: Figures;
  history: History;
}

/**
 * One round: a world, a plan of acts and faults made from the seed, peace, and the check of everything that was seen. With the same
 * seed the same things are done at the same moments; what they meet there is up to real processes, and differs.
 */
export async function runRound(seed: number, options: RoundOptions, signal: AbortSignal): Promise<Round> {
  const random = createRandom(seed);
  const world = await openWorld(random.fork('world'), options);
  try {
    return await play(world, seed, options, signal);
  } finally {
    await world.close();
  }
}

async function play(world: World, seed: number, options: RoundOptions, signal: AbortSignal): Promise<Round> {
  const random = createRandom(seed);
  const { members } = options.size;
  const { lostMs, ackMs } = world.times;
  const size = { ...options.plan, members, workers: world.hosts.workers, lostMs, ackMs };
  const steps = makePlan(random.fork('plan'), size);
  const acts: MemberAct[] = [];
  const troubles: Trouble[] = [];
  const pages = openPages(world, seed);
  const running: Promise<void>[] = [];
  const begun = performance.now();
  let failed = 0;

  function begin(step: Step, at: number): void {
    const done = (
      'key' in step
        ? act(step, {
            brokerUrl: world.broker.url,
            shop: world.shop,
            note: (one) => {
              acts.push(one);
              if (one.what.endsWith('buy') && one.machineId !== null) pages.watch(one.machineId, one.member);
            },
          })
        : trouble(step, () => hurt(world, step, random.fork(`hurt/${at}`)))
    ).catch((error: unknown) => {
      failed += 1;
      options.say(`${step.do}: ${String(error)}`);
    });
    running.push(done);
  }

  async function trouble(step: Hurt, run: () => Promise<void>): Promise<void> {
    const from = Date.now();
    await run().finally(() => troubles.push(makeTrouble(step, world, from)));
  }

  for (const [at, step] of steps.entries()) {
    await pause(Math.max(0, begun + step.atMs - performance.now()), undefined, { signal });
    begin(step, at);
  }
  await Promise.all(running);
  const { settledInMs } = await settle(world);
  await pages.over(world.times.lostMs);
  troubles.push(...comebacks(world), ...labTroubles(world));
  const stored = await collectStored(world.database, options.databaseUrl);
  const history: History = {
    bounds: boundsOf(world, options),
    lab: world.lab.record,
    wire: world.relay.wire,
    acts,
    watched: pages.watched,
    stored,
    troubles,
  };
  const figures = {
    ...countFigures(history, steps, settledInMs),
    inventories: await countInventories(world),
    'acts that failed': failed,
  };
  return { findings: checkHistory(history), figures, history };
}

/** How often somebody was sent to look at a seat's list. */
async function countInventories({ database }: World): Promise<number> {
  const { rows } = await database.query('select coalesce(sum(epoch), 0)::integer as n from seat_inventories');
  return z.object({ n: z.int() }).parse(rows[0]).n;
}

function boundsOf({ times }: World, { size }: RoundOptions): Bounds {
  const { pageMs, fenceMs, secondSessionMs, machinesPerMember } = times;
  return { pageMs, fenceMs, secondSessionMs, startCoins, machinesPerMember, machinesPerWorker: size.slots };
}

/** A page for each machine that was bought. */
function openPages(world: World, seed: number) {
  const random = createRandom(seed).fork('pages');
  const ending = new AbortController();
  const watched: WatchedMachine[] = [];
  const watching: Promise<void>[] = [];
  return {
    watched,
    watch(machineId: string, member: number): void {
      if (watched.some((page) => page.machineId === machineId)) return;
      const page: WatchedMachine = { machineId, numbers: [], isOver: false };
      watched.push(page);
      watching.push(
        watchMachine(page, {
          brokerUrl: world.broker.url,
          cookie: world.shop.members[member] ?? '',
          random: random.fork(String(watched.length)),
          signal: ending.signal,
        }),
      );
    },
    /** Waits until every page was told its end, at most so long. */
    async over(forMs: number): Promise<void> {
      await Promise.race([Promise.all(watching), pause(forMs, undefined, { ref: false })]);
      ending.abort();
      await Promise.all(watching);
    },
  };
}

function countFigures(
  { stored, lab, wire, watched }: History,
  steps: readonly Step[],
  settledInMs: number,
): Figures {
  const hurts = steps.filter((step) => !('key' in step));
  const of = (name: string): number => hurts.filter((step) => step.do === name).length;
  return {
    machines: stored.machines.length,
    'became ready': stored.machines.filter(({ readyAt }) => readyAt !== null).length,
    'lab sessions': lab.sessions.filter(({ isStranger }) => !isStranger).length,
    strangers: lab.sessions.filter(({ isStranger }) => isStranger).length,
    leases: stored.leases.length,
    reports: wire.reports.length,
    'stale reports refused': wire.reports.filter(({ outcome }) => outcome === 'stale_epoch').length,
    'events on pages': watched.reduce((sum, { numbers }) => sum + numbers.length, 0),
    'hosts killed': of('kill_host'),
    'hosts stopped': of('stop_host'),
    'broker killed': of('kill_broker'),
    'lines broken': of('cut') + of('swallow') + of('stall'),
    'other faults':
      hurts.length -
      of('kill_host') -
      of('stop_host') -
      of('kill_broker') -
      of('cut') -
      of('swallow') -
      of('stall'),
    'ms until settled': settledInMs,
  };
}
