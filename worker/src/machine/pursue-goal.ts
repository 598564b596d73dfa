import { adoptWayIn } from './adopt-way-in.ts';
import { clearLabSessions } from './clear-lab-sessions.ts';
import { keepReady } from './keep-ready.ts';
import type { MachineWork } from './machine-work.ts';
import { whereabouts } from './open-carrier.ts';
import { provisionMachine } from './provision-machine.ts';

/**
 * What an assignment asks for:
 *  - `ready` with a way in: it was ready before; keep it, start nothing;
 *  - `ready` with a restart, its way in closed: it was ready before too; restart it, then keep it;
 *  - `ready` without: provision it, then keep it;
 *  - `end`: end its lab sessions and confirm, however long it takes.
 *
 * @throws only when `work.signal` was aborted
 */
export async function pursueGoal(work: MachineWork): Promise<void> {
  const { goal, endpoint, restart } = work.assignment;
  if (goal === 'end') {
    work.setPhase('ending');
    // Nobody gets in any more, whatever the lab does.
    await work.tunnels.close(work.assignment.machineId);
    await clearLabSessions(work, { signal: work.signal, beforeStart: false });
    work.setPhase('ended');
    return;
  }
  if (endpoint !== null || restart !== null) {
    const wayIn = endpoint === null ? null : await adoptWayIn(endpoint, whereabouts(work), work.signal);
    return keepReady(work, wayIn, { startedHere: false });
  }
  const opened = await provisionMachine(work);
  if (opened === null) work.setPhase('failed');
  else await keepReady(work, opened, { startedHere: true });
}
