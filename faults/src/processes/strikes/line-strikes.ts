import type { Proxy } from '../proxy/open-proxy.ts';
import { times } from '../world/settings.ts';
import type { Scene, Strike } from './strike.ts';

type Line = { actor: Strike['actor']; proxies: (scene: Scene) => Proxy[] };
type Fault = { fault: string; lastsMs: number; apply: (line: Proxy) => void };

const lines: Line[] = [
  { actor: 'member-line', proxies: ({ world }) => [world.lines.member] },
  {
    actor: 'worker-line',
    proxies: ({ world, worker }) => [world.lines.workers.get(worker)].filter((one) => one !== undefined),
  },
  { actor: 'database-line', proxies: ({ world }) => [world.lines.database] },
  { actor: 'lab-line', proxies: ({ world }) => [world.lines.lab] },
  { actor: 'machine-line', proxies: ({ world }) => world.lines.machines },
];

const shortMs = 2500;
const lostMs = times.lostAfterMs + 2000;

const faults: Fault[] = [
  { fault: 'reset', lastsMs: 0, apply: (line) => line.cut('reset') },
  { fault: 'end', lastsMs: 0, apply: (line) => line.cut('end') },
  { fault: 'half-open-up', lastsMs: shortMs, apply: (line) => line.halfOpen('up') },
  { fault: 'half-open-down', lastsMs: shortMs, apply: (line) => line.halfOpen('down') },
  { fault: 'half-open-until-lost', lastsMs: lostMs, apply: (line) => line.halfOpen('both') },
  { fault: 'stall', lastsMs: shortMs, apply: (line) => line.stall() },
  {
    fault: 'refuse',
    lastsMs: shortMs,
    apply(line) {
      line.refuse();
      line.cut('reset');
    },
  },
  {
    fault: 'slow',
    lastsMs: shortMs,
    apply(line) {
      line.delay(60);
      line.throttle(100_000);
    },
  },
];

/** Each line between two parts broken in each way. */
export const lineStrikes: readonly Strike[] = lines.flatMap(({ actor, proxies }) =>
  faults.map(({ fault, lastsMs, apply }) => ({
    actor,
    fault,
    lastsMs,
    async begin(scene) {
      const broken = proxies(scene);
      // Who breaks what is open breaks nothing where nothing is.
      if (lastsMs === 0 && broken.every((proxy) => proxy.connections() === 0)) return null;
      for (const proxy of broken) apply(proxy);
      return async () => {
        for (const proxy of broken) proxy.heal();
      };
    },
  })),
);
