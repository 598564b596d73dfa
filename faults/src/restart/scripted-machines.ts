import { randomUUID } from 'node:crypto';
import { sshWayIn } from '../../../broker/src/testing/ssh-way-in.ts';
import type { Assignment } from '../../../shared/src/worker-messages/desired.ts';
import type { ReportBody } from '../../../shared/src/worker-messages/report-body.ts';
import type { LogOutbox, MachineLog } from '../../../worker/src/broker-client/log-outbox.ts';
import type { ReportOutbox } from '../../../worker/src/broker-client/report-outbox.ts';
import type { MachineKeeper } from '../../../worker/src/machine/machine-keeper.ts';

/** A worker's machines without a lab: they come up, say lines and end by messages alone. */
export interface ScriptedMachines {
  keeper: MachineKeeper;
  /** Writes one more line into the log of every machine that is up. */
  say: () => void;
  /** Writes more into the log of one that is up. */
  write: (machineId: string, text: string) => void;
  /** All that was written, by machine. */
  written: ReadonlyMap<string, string>;
  /** How often the broker took a machine away that it had not asked to end, or that its worker had to let go. */
  lost: () => number;
}

interface Held {
  assignment: Assignment;
  phase: 'starting' | 'up' | 'ending';
  log: MachineLog;
  lines: number;
}

// eslint-disable-next-line max-lines-per-function -- one scripted keeper; its parts share what is held
export function createScriptedMachines(parts: {
  reports: Pick<ReportOutbox, 'add'>;
  logs: Pick<LogOutbox, 'open'>;
  beatNow: () => void;
}): ScriptedMachines {
  const held = new Map<string, Held>();
  const written = new Map<string, string>();
  let lost = 0;

  function take(assignment: Assignment): void {
    const machine: Held = { assignment, phase: 'starting', log: parts.logs.open(assignment), lines: 0 };
    held.set(assignment.machineId, machine);
    if (assignment.goal === 'end') end(machine);
    else void bringUp(machine, parts.reports);
    parts.beatNow();
  }

  function end(machine: Held): void {
    machine.phase = 'ending';
    void endLabSessions(machine, parts.reports);
  }

  function letGo({ assignment, phase, log }: Held): void {
    held.delete(assignment.machineId);
    if (phase !== 'ending') lost += 1;
    log.end();
  }

  const keeper: MachineKeeper = {
    apply({ assignments }) {
      const wanted = new Map(assignments.map((assignment) => [assignment.machineId, assignment]));
      for (const machine of held.values())
        if (wanted.get(machine.assignment.machineId)?.epoch !== machine.assignment.epoch) letGo(machine);
      for (const assignment of assignments) {
        const machine = held.get(assignment.machineId);
        if (machine === undefined) take(assignment);
        else if (assignment.goal === 'end' && machine.phase !== 'ending') {
          machine.assignment = assignment;
          end(machine);
        }
      }
    },
    renew({ leases }, named) {
      const renewed = new Set(leases.map(({ machineId, epoch }) => `${machineId} ${epoch}`));
      for (const { machineId, epoch } of named) {
        const machine = held.get(machineId);
        if (machine?.assignment.epoch === epoch && !renewed.has(`${machineId} ${epoch}`)) letGo(machine);
      }
    },
    dropStale({ machineId, epoch }) {
      const machine = held.get(machineId);
      if (machine?.assignment.epoch === epoch) letGo(machine);
    },
    fence: () => void (lost += 1),
    holds: () =>
      [...held.values()].map(({ assignment: { machineId, epoch }, phase }) => ({
        machineId,
        epoch,
        phase,
        health: null,
        idleForMs: null,
      })),
    streamsOf: () => null,
    stopTaking: () => undefined,
    isQuiet: () => true,
    dropAll: async () => undefined,
  };

  function write(machineId: string, text: string): void {
    const machine = held.get(machineId);
    if (machine?.phase !== 'up') return;
    machine.log.write('machine', text);
    written.set(machineId, (written.get(machineId) ?? '') + text);
  }

  return {
    keeper,
    written,
    write,
    lost: () => lost,
    say() {
      for (const machine of held.values()) {
        machine.lines += 1;
        write(machine.assignment.machineId, `${machine.assignment.machineName} says ${machine.lines}\n`);
      }
    },
  };
}

/** In the order in which a worker tells it; each waits for the verdict on the one before. */
async function bringUp(machine: Held, reports: Pick<ReportOutbox, 'add'>): Promise<void> {
  const { assignment } = machine;
  const labSessionId = randomUUID();
  const labRef = `lab-${labSessionId}`;
  const begun: ReportBody[] = [
    { kind: 'step', attempt: assignment.attempt, step: 'sign_in', state: 'running', failure: null },
    { kind: 'lab_session_intended', labSessionId, tag: `cs-${labSessionId.slice(0, 8)}` },
    { kind: 'lab_session_started', labSessionId, labRef },
    { kind: 'lab_session_live', labSessionId, labRef, endsInMs: null },
  ];
  const bodies: ReportBody[] = [
    { kind: 'accepted' },
    // One that was ready before is adopted as it is.
    ...(assignment.endpoint === null ? begun : []),
    { kind: 'ready', endpoints: [{ ...sshWayIn, password: `pw-${assignment.machineId}` }] },
  ];
  for (const body of bodies) {
    await reports.add(assignment, body);
    if (machine.phase !== 'starting') return;
  }
  machine.phase = 'up';
}

async function endLabSessions({ assignment }: Held, reports: Pick<ReportOutbox, 'add'>): Promise<void> {
  for (const { id: labSessionId } of assignment.labSessions) {
    await reports.add(assignment, { kind: 'lab_session_ending', labSessionId });
    await reports.add(assignment, { kind: 'lab_session_ended', labSessionId, how: 'confirmed' });
  }
}
