import { jittered, pause } from '../pause.ts';
import type { KeptMachine } from './kept-machine.ts';
import type { MachineWork } from './machine-work.ts';
import { probeSsh } from './probe-ssh.ts';
import type { WayInCheck } from './readings.ts';
import type { WayIn } from './way-in.ts';

const probeTimeoutMs = 5000;
/** A machine that has just been verified is checked again after this. */
const firstCheckMs = 3000;
/** While a restart goes on there is nothing to check. */
const idleMs = 200;
/** After a failure the next check comes so much sooner: three in a row should not take three intervals. */
const hurryFactor = 3;

/**
 * Checks the way in of a ready machine every `healthEveryMs` of its assignment, ± 20 %; a machine that was adopted at once, since it
 * may have died together with its last holder. Never touches the lab: a failure only makes the machine suspect.
 * Ends when `signal` is aborted (throws then).
 */
export async function watchWayIn(
  work: MachineWork,
  kept: KeptMachine,
  options: { startedHere: boolean; signal: AbortSignal },
): Promise<never> {
  const { signal } = options;
  let waitMs = options.startedHere ? Math.min(firstCheckMs, work.assignment.healthEveryMs) : 0;
  for (;;) {
    await pause(waitMs, signal);
    const { wayIn } = kept;
    waitMs = idleMs;
    if (wayIn === null || kept.isRestarting) continue;
    const check = await checkWayIn(wayIn, () => work.tunnels.gaveUp(work.assignment.machineId));
    signal.throwIfAborted();
    // A restart came in between: the answer says nothing.
    if (kept.isRestarting || kept.wayIn !== wayIn) continue;
    // One failed check is no trouble of the worker's: the broker counts them, and the lab is asked.
    if (!check.ok) work.log.info({ fault: check.fault }, 'the way in does not answer');
    work.readings.checked(check);
    kept.isSuspect = !check.ok && check.fault !== 'tunnel_down' && check.fault !== 'tunnel_given_up';
    if (kept.isSuspect) work.orders.wake();
    const { healthEveryMs } = work.orders.newest();
    waitMs = jittered(check.ok ? healthEveryMs : healthEveryMs / hurryFactor);
  }
}

/** As the member goes; where a tunnel carries him, a failure is the tunnel's when the machine itself answers. */
async function checkWayIn({ dial, own, endpoint }: WayIn, gaveUp: () => boolean): Promise<WayInCheck> {
  const check = await probeSsh(dial, endpoint.hostKeyFingerprint, probeTimeoutMs);
  if (!check.ok && gaveUp()) return { ...check, fault: 'tunnel_given_up' };
  if (check.ok || (dial.host === own.host && dial.port === own.port)) return check;
  const inside = await probeSsh(own, endpoint.hostKeyFingerprint, probeTimeoutMs);
  return inside.ok ? { ...check, fault: 'tunnel_down' } : check;
}
