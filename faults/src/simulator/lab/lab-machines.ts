import { randomBytes } from 'node:crypto';
import type { Random } from '../../random.ts';
import type { LabRecord, LabSession } from './lab-record.ts';
import type { LabMachineState, Shown } from './lab-words.ts';
import { openSshMachine, type SshMachine } from './ssh-machine.ts';

/** A machine of the fake lab, with what the record does not tell. */
export interface LabMachine {
  session: LabSession;
  shownLabel: string;
  show: () => Shown;
  state: () => LabMachineState;
  end: (by: NonNullable<LabSession['endedBy']>, afterMs: number) => void;
  extend: (minutes: number) => void;
  restart: (forMs: number) => void;
}

/** Everything that the lab runs, by its id. */
export interface LabMachines {
  start: (asked: {
    seat: string;
    label: string;
    minutes: number;
    isStranger?: boolean;
    isTwin?: boolean;
    listLagMs?: number;
  }) => Promise<LabMachine>;
  find: (seat: string, ref: string) => LabMachine | undefined;
  running: () => LabMachine[];
  closeAll: () => void;
}

export function createLabMachines(record: LabRecord, random: Random): LabMachines {
  const machines = new Map<string, LabMachine>();
  return {
    async start({ seat, label, minutes, isStranger = false, isTwin = false, listLagMs = 0 }) {
      const ssh = await openSshMachine();
      const startedAt = Date.now();
      const session: LabSession = {
        ref: `m-${randomBytes(6).toString('hex')}`,
        seat,
        label,
        isStranger,
        isTwin,
        startedAt,
        listedFrom: startedAt + listLagMs,
        endedAt: null,
        endedBy: null,
        hostKeyFingerprint: ssh.hostKeyFingerprint,
      };
      const liveAfterMs = random.fork(`${seat}/${label}`).whole(50, 500);
      const machine = createMachine(session, ssh, { minutes, liveAfterMs });
      machines.set(session.ref, machine);
      record.sessions.push(session);
      return machine;
    },
    find(seat, ref) {
      const machine = machines.get(ref);
      return machine?.session.seat === seat ? machine : undefined;
    },
    running: () => [...machines.values()].filter(({ session }) => session.endedAt === null),
    closeAll() {
      for (const machine of machines.values()) machine.end('vanished', 0);
    },
  };
}

function createMachine(
  session: LabSession,
  ssh: SshMachine,
  times: { minutes: number; liveAfterMs: number },
): LabMachine {
  const liveAt = session.startedAt + times.liveAfterMs;
  let endsAt = session.startedAt + times.minutes * 60_000;
  let restartsUntil = 0;
  let isEnding = false;
  const timer = setInterval(() => Date.now() > endsAt && end('time', 0), 500);
  timer.unref();

  function end(by: NonNullable<LabSession['endedBy']>, afterMs: number): void {
    if (isEnding) return;
    isEnding = true;
    ssh.close();
    clearInterval(timer);
    const finish = (): void => {
      session.endedAt = Date.now();
      session.endedBy = by;
    };
    if (afterMs === 0) finish();
    else setTimeout(finish, afterMs);
  }

  function state(): LabMachineState {
    if (session.endedAt !== null) return 'ended';
    if (isEnding) return 'ending';
    if (Date.now() < liveAt) return 'starting';
    return Date.now() < restartsUntil ? 'restarting' : 'live';
  }

  return {
    session,
    shownLabel: session.label,
    state,
    end,
    show: () => ({
      state: state(),
      endsInMs: Math.max(0, endsAt - Date.now()),
      connection: {
        host: '127.0.0.1',
        port: ssh.port,
        username: ssh.username,
        password: ssh.password,
        hostKeyFingerprint: ssh.hostKeyFingerprint,
      },
    }),
    extend: (minutes) => void (endsAt += minutes * 60_000),
    restart: (forMs) => void (restartsUntil = Date.now() + forMs),
  };
}
