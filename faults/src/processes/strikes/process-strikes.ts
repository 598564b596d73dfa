import type { World } from '../world/open-world.ts';
import { readBrowsers, readFamily, tellAll } from '../world/process-family.ts';
import { times } from '../world/settings.ts';
import type { Scene, Strike } from './strike.ts';

/** A process that can be killed and stopped. */
interface Victim {
  actor: Strike['actor'];
  /** Its process ids, the first one its own; none while it does not run. */
  pids: (scene: Scene) => Promise<number[]>;
  /** Waits until the killed one is gone; the answer starts it again. */
  afterKill: (scene: Scene) => Promise<() => Promise<void>>;
}

const shortMs = 2000;
/** It has fenced itself, and nobody has taken over. */
const fencedMs = Math.round((times.fenceAfterMs + times.lostAfterMs) / 2);
const lostMs = times.lostAfterMs + 2000;

/** Each process killed and started at once, killed and away until others have taken over, stopped for three lengths of time. */
export const processStrikes: readonly Strike[] = victims().flatMap((victim) => [
  kill(victim, 'kill', 0),
  kill(victim, 'kill-and-away', victim.actor === 'chromium' ? 0 : lostMs),
  stop(victim, 'stop-short', shortMs),
  stop(victim, 'stop-until-fenced', fencedMs),
  stop(victim, 'stop-until-lost', lostMs),
]);

function kill({ actor, pids, afterKill }: Victim, fault: string, lastsMs: number): Strike {
  return {
    actor,
    fault,
    lastsMs,
    async begin(scene) {
      const [pid] = await pids(scene);
      if (pid === undefined) return null;
      tellAll([pid], 'SIGKILL');
      return afterKill(scene);
    },
  };
}

function stop({ actor, pids }: Victim, fault: string, lastsMs: number): Strike {
  return {
    actor,
    fault,
    lastsMs,
    async begin(scene) {
      const stopped = await pids(scene);
      if (stopped.length === 0) return null;
      tellAll(stopped, 'SIGSTOP');
      return async () => tellAll(stopped, 'SIGCONT');
    },
  };
}

function victims(): Victim[] {
  return [
    {
      actor: 'worker',
      pids: async ({ world, worker }) => present(world.workers.get(worker)?.pid),
      async afterKill({ world, worker }) {
        await world.workers.get(worker)?.exited;
        return async () => void world.workers.set(worker, await world.starters.worker(worker));
      },
    },
    {
      actor: 'broker',
      pids: async ({ world }) => [world.broker.pid],
      async afterKill({ world }) {
        await world.broker.exited;
        return async () => void (world.broker = await world.starters.broker());
      },
    },
    {
      actor: 'postgres',
      pids: async ({ world }) => {
        const pid = await world.postmasterPid();
        return pid === undefined ? [] : readFamily(pid);
      },
      afterKill:
        async ({ world }) =>
        () =>
          revive(world),
    },
    {
      actor: 'chromium',
      pids: async ({ world, worker }) => {
        const [browser] = await readBrowsers(world.workers.get(worker)?.pid ?? 0);
        return browser === undefined ? [] : readFamily(browser);
      },
      // The worker starts another one.
      afterKill: async () => async () => undefined,
    },
    {
      actor: 'lab',
      pids: async ({ world }) => [world.lab.pid],
      async afterKill({ world }) {
        await world.lab.exited;
        return async () => void (world.lab = await world.starters.lab());
      },
    },
  ];
}

/** Its old connections' processes notice the death of their parent one after the other, and hold the data until then. */
async function revive(world: World): Promise<void> {
  for (let tries = 1; ; tries += 1)
    try {
      return await world.postgres.revive();
    } catch (error) {
      if (tries === 5) throw error;
    }
}

function present(pid: number | undefined): number[] {
  return pid === undefined ? [] : [pid];
}
