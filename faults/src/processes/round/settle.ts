import { setTimeout as sleep } from 'node:timers/promises';
import { EndpointList, Machine } from '@coinslot/shared/http/machines.ts';
import type { Member } from '../../../../e2e/harness/member.ts';
import { sshRun } from '../../../../e2e/harness/ssh.ts';
import { Violation } from '../../scenario.ts';
import { Act, type Point } from '../points/point.ts';
import type { Strike } from '../strikes/strike.ts';
import type { World } from '../world/open-world.ts';

/** `ready`: it runs and its owner gets in. `ended`: by itself. `stopped`: by its owner. */
export type Outcome = 'ready' | 'ended' | 'stopped';

/** A quarter of an hour, as much shorter as all other times are. */
const patienceMs = 110_000;
/** A machine whose lab or way in was struck may end, with a refund. */
const mayEndTheMachine: ReadonlySet<Strike['actor']> = new Set(['lab', 'lab-line', 'machine-line']);

/**
 * Waits until the machine is what it may be after the strike: ready with a way in that lets its owner in, or ended and paid back.
 *
 * @throws Violation when it is neither in time, or ended although only our own parts were struck
 */
export async function settle(
  world: World,
  member: Member,
  { id, point, strike }: { id: string; point: Point; strike: Strike },
): Promise<Outcome> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const machine = await member.get(`/api/v1/machines/${id}`, Machine).catch(() => null);
    const outcome = machine === null ? null : await judge(world, member, machine, point);
    if (machine !== null && outcome !== null) {
      const wasRunning = point.act === Act.use || point.act === Act.extend || point.act === Act.terminal;
      if (outcome === 'ended' && wasRunning && !mayEndTheMachine.has(strike.actor))
        throw new Violation('a running machine was ended', { endReason: machine.endReason });
      return outcome;
    }
    if (performance.now() > deadline)
      throw new Violation('the machine came to no end in time', { state: machine?.state ?? 'not answered' });
    await sleep(150);
  }
}

async function judge(world: World, member: Member, machine: Machine, point: Point): Promise<Outcome | null> {
  if (machine.endedAt !== null) return machine.endReason === 'member_stopped' ? 'stopped' : 'ended';
  if (machine.state !== 'ready') return null;
  // Whoever insisted on the end gets it.
  if (point.act === Act.stop) return null;
  if (machine.restart.pendingSince !== null || (machine.extension?.pending ?? null) !== null) return null;
  const [endpoint] = (
    await member.get(`/api/v1/machines/${machine.id}/endpoints`, EndpointList).catch(() => ({ items: [] }))
  ).items;
  if (endpoint === undefined || !(await isAlone(world, machine.id))) return null;
  const { code } = await sshRun(endpoint, 'id -un');
  return code === 0 ? 'ready' : null;
}

/** Of all that was asked of the lab for this machine exactly one runs. */
async function isAlone(world: World, id: string): Promise<boolean> {
  const labels = await world.runningAtTheLab().catch(() => []);
  return labels.filter((label) => label.startsWith(labelOf(id))).length === 1;
}

/** How the lab's list names all that was asked for a machine. */
export function labelOf(id: string): string {
  return `cs-${id.slice(-8)}-`;
}
