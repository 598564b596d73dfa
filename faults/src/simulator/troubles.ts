import type { Trouble } from '../history/history.ts';
import type { Hurt } from './plan.ts';
import type { World } from './world/open-world.ts';

/** A fault that is over now. What it broke is whole again only after everybody has noticed: that long is forgiven. */
export function makeTrouble(step: Hurt, { hosts, times }: World, from: number): Trouble {
  return {
    what: step.do,
    meets: whomItMeets(step, hosts.workers),
    from,
    to: Date.now() + 2 * times.lostMs,
  };
}

/** What happens at the lab alone keeps nobody from his work. */
function whomItMeets(step: Hurt, hosts: readonly (readonly string[])[]): Trouble['meets'] {
  if ('worker' in step) return { workers: [step.worker] };
  if ('host' in step) return { workers: hosts[step.host] ?? [] };
  return step.do === 'vanish' || step.do === 'stranger' ? { workers: [] } : 'all';
}

/** Who was failed asks again; who was lied to by a list may believe it until an inventory finds what it hid. */
export function labTroubles({ lab, times }: World): Trouble[] {
  return lab.record.troubles.map(({ at, seat, isLie }) => ({
    what: isLie ? 'a list lied' : 'the lab failed',
    meets: { seat },
    from: at,
    to: at + (isLie ? times.settleMs : 2 * times.lostMs),
  }));
}

/** A worker that came again was cut off before, on purpose or because this computer is busy; either is forgiven as above. */
export function comebacks({ relay, times, workerIds }: World): Trouble[] {
  const nameOf = new Map([...workerIds].map(([name, id]) => [id, name]));
  const seen = new Set<string>();
  return relay.wire.hellos.flatMap(({ at, workerId }) => {
    const isFirst = !seen.has(workerId);
    seen.add(workerId);
    const meets = { workers: [nameOf.get(workerId) ?? ''] };
    return isFirst ? [] : [{ what: 'came again', meets, from: at - times.lostMs, to: at + 2 * times.lostMs }];
  });
}
