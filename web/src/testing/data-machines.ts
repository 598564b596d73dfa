import {
  AdminMachine,
  AdminMachineRow,
  Evidence,
  Machine,
  type MachineHealthHistory,
  type MachineStep,
} from '@coinslot/shared/http/machines.ts';
import { LogChunk } from '@coinslot/shared/live-events/log-line.ts';
import { MachineEvent } from '@coinslot/shared/live-events/machine-event.ts';
import { ProvisionStep } from '@coinslot/shared/states/provision-step.ts';
import { minutesFromNow, uuid } from './data-catalog.ts';

/** Steps of which the first `done` are done and the next is running. */
export function someSteps(done: number, attempt = 1): MachineStep[] {
  return ProvisionStep.options.slice(0, done + 1).map((step, index) => ({
    step,
    state: index < done ? 'done' : 'running',
    attempt,
    startedAt: minutesFromNow(-3 + index * 0.3),
    finishedAt: index < done ? minutesFromNow(-3 + index * 0.3 + 0.2) : null,
    failure: null,
  }));
}

export function aMachine(changes: Partial<Machine> = {}): Machine {
  return Machine.parse({
    id: uuid(200),
    name: 'brave-otter',
    productId: uuid(100),
    productName: 'Linux small',
    state: 'provisioning',
    endReason: null,
    endDetail: null,
    durationMinutes: 60,
    requestedAt: minutesFromNow(-4),
    assignedAt: minutesFromNow(-3),
    readyAt: null,
    expiresAt: null,
    endedAt: null,
    queue: null,
    attempt: 1,
    steps: someSteps(2),
    charge: { state: 'held', price: 20, fromEarned: 15, fromBought: 5, refunded: 0 },
    canCancel: true,
    canStop: false,
    refundsUnusedOnStop: false,
    extension: {
      minutes: 30,
      price: 10,
      canExtend: false,
      whyNot: 'not_ready',
      latestEndAt: null,
      pending: null,
    },
    autoExtend: false,
    autoExtendStopped: null,
    restart: { canRestart: false, pendingSince: null, failure: null },
    health: null,
    idle: null,
    needsOperatorUntil: null,
    hasTerminal: false,
    logBytes: 2048,
    logCapped: false,
    ...changes,
  });
}

export function aQueuedMachine(changes: Partial<Machine> = {}): Machine {
  return aMachine({
    id: uuid(201),
    name: 'calm-heron',
    state: 'queued',
    assignedAt: null,
    steps: [],
    queue: {
      position: 3,
      of: 5,
      wait: { fromSeconds: 120, toSeconds: 300, givesUpAfterSeconds: null },
      blocked: null,
      givesUpAt: minutesFromNow(12),
    },
    ...changes,
  });
}

export function aReadyMachine(changes: Partial<Machine> = {}): Machine {
  return aMachine({
    id: uuid(202),
    name: 'bright-lynx',
    state: 'ready',
    hasTerminal: true,
    readyAt: minutesFromNow(-2),
    expiresAt: minutesFromNow(58),
    steps: someSteps(7),
    charge: { state: 'captured', price: 20, fromEarned: 15, fromBought: 5, refunded: 0 },
    canCancel: false,
    canStop: true,
    extension: {
      minutes: 30,
      price: 10,
      canExtend: true,
      whyNot: null,
      latestEndAt: minutesFromNow(238),
      pending: null,
    },
    restart: { canRestart: true, pendingSince: null, failure: null },
    health: { state: 'ok', checkedAt: minutesFromNow(-0.2), degradedSince: null, degradedUntil: null },
    ...changes,
  });
}

export function aFailedMachine(): Machine {
  return aMachine({
    id: uuid(203),
    name: 'quick-magpie',
    state: 'failed',
    endReason: 'provision_failed',
    endDetail: "The lab's pages were too slow.",
    endedAt: minutesFromNow(-90),
    attempt: 2,
    steps: someSteps(3, 2).map((step) =>
      step.state === 'running'
        ? { ...step, state: 'failed', failure: 'page_timeout', finishedAt: minutesFromNow(-90) }
        : step,
    ),
    charge: { state: 'released', price: 20, fromEarned: 15, fromBought: 5, refunded: 20 },
    canCancel: false,
  });
}

export function aStoppedMachine(): Machine {
  return aReadyMachine({
    id: uuid(204),
    name: 'gentle-walrus',
    state: 'stopped',
    endReason: 'lab_ended',
    endedAt: minutesFromNow(-1),
    charge: { state: 'captured', price: 20, fromEarned: 15, fromBought: 5, refunded: 19 },
    canStop: false,
  });
}

/** One log line as a chunk; `seq` counts from 1. */
export function logLine(seq: number, text: string, source: LogChunk['source'] = 'machine'): LogChunk {
  return LogChunk.parse({ epoch: 1, seq, at: minutesFromNow(-3 + seq / 100), source, text: `${text}\n` });
}

export function someLog(lines = 60): LogChunk[] {
  const opening = [
    logLine(1, 'Opened the sign-in page', 'worker'),
    logLine(2, 'Signed in as seat-03', 'worker'),
    logLine(
      3,
      '\u001B[32mok\u001B[0m machine \u001B]0;title\u0007started <b>not bold</b> <script>alert(1)</script>',
    ),
    logLine(4, `a long line: ${'0123456789 '.repeat(30)}`),
  ];
  const rest = Array.from({ length: Math.max(0, lines - opening.length) }, (_, index) =>
    logLine(index + 5, `Unpacking package ${index + 1} of ${lines - opening.length} ...`),
  );
  return [...opening, ...rest].slice(0, lines);
}

export function someEvents(): MachineEvent[] {
  return [
    { kind: 'requested' },
    { kind: 'state', from: 'queued', to: 'assigned', reason: null },
    { kind: 'state', from: 'assigned', to: 'provisioning', reason: null },
    { kind: 'step', step: 'sign_in', state: 'done', attempt: 1, failure: null },
    { kind: 'step', step: 'start_lab', state: 'failed', attempt: 1, failure: 'page_timeout' },
    {
      kind: 'retry',
      attempt: 2,
      failure: 'page_timeout',
      text: "The lab's pages were too slow. We are trying again.",
    },
    { kind: 'charge', state: 'released', price: 20, refunded: 20 },
    { kind: 'state', from: 'provisioning', to: 'failed', reason: 'provision_failed' },
    { kind: 'lab_session_ended' },
  ].map((event, index) =>
    MachineEvent.parse({ n: index + 1, at: minutesFromNow(-95 + index / 4), ...event }),
  );
}

export function anEvidence(): Evidence {
  return Evidence.parse({
    id: uuid(400),
    machineId: uuid(203),
    takenAt: minutesFromNow(-91),
    step: 'wait_for_lab',
    failure: 'page_timeout',
    url: 'http://lab.localhost:22080/machines/41',
    hasScreenshot: true,
    message: 'Waited 240 s for the text "Running"; the page still said "Starting".',
    title: 'Machine 41 · Bundled lab',
    dom: '<main><h1>Machine 41</h1><p>Starting</p><script>alert(1)</script></main>',
    console: ['warning: slow answer from /machines/41/state'],
    network: ['GET /machines/41 200 812 ms', 'GET /machines/41/state 504 30001 ms'],
    stepLog: ['sign_in: done in 1.2 s', 'start_lab: done in 3.9 s', 'wait_for_lab: timed out after 240 s'],
    expiresAt: minutesFromNow(14 * 1440),
  });
}

export function anAdminMachine(): AdminMachine {
  const evidence = anEvidence();
  return AdminMachine.parse({
    ...aFailedMachine(),
    owner: { id: uuid(1), name: 'Ada Moreno', email: 'ada@example.org' },
    worker: { id: uuid(300), name: 'attic-1' },
    seat: { id: uuid(310), username: 'seat-03' },
    epoch: 2,
    labSessions: [
      {
        id: uuid(320),
        tag: 'cs-brave-otter-1',
        epoch: 1,
        state: 'ended',
        labRef: '40',
        intendedAt: minutesFromNow(-95),
        endedAt: minutesFromNow(-93),
      },
      {
        id: uuid(321),
        tag: 'cs-brave-otter-2',
        epoch: 2,
        state: 'ending',
        labRef: '41',
        intendedAt: minutesFromNow(-93),
        endedAt: null,
      },
    ],
    evidence: [evidence],
  });
}

export function someAdminRows(): AdminMachineRow[] {
  return [aMachine(), aQueuedMachine(), aReadyMachine(), aStoppedMachine(), aFailedMachine()].map((machine) =>
    AdminMachineRow.parse({
      ...machine,
      purpose: 'sale',
      ownerName: 'Ada Moreno',
      ownerEmail: 'ada@example.org',
      workerName: machine.state === 'queued' ? null : 'attic-1',
      price: machine.charge?.price ?? 0,
      refunded: machine.charge?.refunded ?? 0,
      evidenceCount: machine.state === 'failed' ? 1 : 0,
      labSessionOpen: machine.state !== 'stopped' && machine.state !== 'queued',
    }),
  );
}

/** The newest checks first; the place of each failed one is counted from the newest. */
export function someChecks(count = 60, failedAt: readonly number[] = [7]): MachineHealthHistory['items'] {
  return Array.from({ length: count }, (_, place) => {
    const ok = !failedAt.includes(place);
    return {
      at: minutesFromNow(-0.2 - place / 2),
      ok,
      latencyMs: ok ? 40 + ((place * 7) % 23) : null,
      detail: ok ? null : 'no SSH banner within 5 s',
    };
  });
}

/** The lab is being asked for more time: the coins are held and counted. */
export function askForTime(machine: Machine): Machine {
  const { extension, charge } = machine;
  if (!extension || !charge) return machine;
  return {
    ...machine,
    charge: {
      ...charge,
      price: charge.price + extension.price,
      fromEarned: charge.fromEarned + extension.price,
    },
    extension: {
      ...extension,
      canExtend: false,
      whyNot: 'pending',
      pending: { minutes: extension.minutes, requestedAt: minutesFromNow(0) },
    },
  };
}

export function beginRestart(machine: Machine): Machine {
  return { ...machine, restart: { canRestart: false, pendingSince: minutesFromNow(0), failure: null } };
}
