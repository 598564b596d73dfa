import { randomUUID } from 'node:crypto';
import type { Assignment } from '@coinslot/shared/worker-messages/desired.ts';
import type { DownMessage } from '@coinslot/shared/worker-messages/down.ts';
import type { Hello } from '@coinslot/shared/worker-messages/hello.ts';
import type { MachineEpoch } from '@coinslot/shared/worker-messages/hold.ts';
import type { InventoryOrder } from '@coinslot/shared/worker-messages/inventory.ts';
import type { Logs } from '@coinslot/shared/worker-messages/logs.ts';
import type { ReportAck } from '@coinslot/shared/worker-messages/report-ack.ts';
import type { Report } from '@coinslot/shared/worker-messages/report.ts';
import type { UpMessage } from '@coinslot/shared/worker-messages/up.ts';
import type { WebSocket } from 'ws';

export type LogChunk = Logs['chunks'][number];

/** How the fake answers; a test changes it while it runs. */
export type FakeBrokerScript = {
  heartbeats: 'answer' | 'ignore';
  logs: 'acknowledge' | 'ignore';
  /** How long after its lease's release a machine's log is still taken. */
  logGraceMs: number;
  /** Null: no answer. */
  report: (report: Report) => ReportAck['outcome'] | null;
  /** Sent as an answer to hello instead of a welcome. */
  closeOnHello: number | null;
  leaseMs: number;
  /** What a heartbeat's answer renews. */
  leasesOf: (assignments: Assignment[]) => Assignment[];
  heartbeatIntervalMs: number;
  fenceAfterMs: number;
};

/** What the fake remembers, in place of a database. */
export type FakeBrokerState = {
  brokerId: string;
  token: string;
  script: FakeBrokerScript;
  /** Public keys by worker. */
  keys: Map<string, string>;
  received: UpMessage[];
  hellos: Hello[];
  /** Reports without repeats: by boot and number, in order. */
  reports: Map<string, Report>;
  /** Breaches of the protocol; any of them fails the test. */
  problems: string[];
  ackedReports: Map<string, number>;
  /** Reports that were answered with `applied`, in order. */
  appliedReports: Report[];
  /** By stream (machine/epoch), then by number. */
  storedLogs: Map<string, Map<number, LogChunk>>;
  /** By machine/epoch: every lease ever given, and when it was released (steady clock). */
  leases: Map<string, { releasedAt: number | null }>;
  assignments: Assignment[];
  inventories: InventoryOrder[];
  revision: number;
  joinCounter: number;
  connections: number;
  live: { socket: WebSocket; joined: boolean; bootId: string } | null;
};

export function createFakeBrokerState(): FakeBrokerState {
  return {
    brokerId: randomUUID(),
    token: `coinslot-enrol-${randomUUID()}`,
    script: {
      heartbeats: 'answer',
      logs: 'acknowledge',
      logGraceMs: 300_000,
      report: () => 'applied',
      closeOnHello: null,
      leaseMs: 60_000,
      leasesOf: (assignments) => assignments,
      heartbeatIntervalMs: 200,
      fenceAfterMs: 45_000,
    },
    keys: new Map(),
    received: [],
    hellos: [],
    reports: new Map(),
    problems: [],
    ackedReports: new Map(),
    appliedReports: [],
    storedLogs: new Map(),
    leases: new Map(),
    assignments: [],
    inventories: [],
    revision: 0,
    joinCounter: 0,
    connections: 0,
    live: null,
  };
}

export function sendDown(socket: WebSocket, message: DownMessage): void {
  socket.send(JSON.stringify(message));
}

export function leaseName({ machineId, epoch }: MachineEpoch): string {
  return `${machineId}/${epoch}`;
}

export function releaseLease(state: FakeBrokerState, machine: MachineEpoch): void {
  const lease = state.leases.get(leaseName(machine));
  if (lease !== undefined) lease.releasedAt ??= performance.now();
}

/** What is wanted has an open lease; what is no longer wanted has a released one. */
export function grantLeases(state: FakeBrokerState): void {
  const wanted = new Set(state.assignments.map(leaseName));
  for (const [name, lease] of state.leases) if (!wanted.has(name)) lease.releasedAt ??= performance.now();
  for (const name of wanted) state.leases.set(name, { releasedAt: null });
}

/** Lab sessions of a machine that were announced or handed out and are not ended. */
export function openSessions(state: FakeBrokerState, machineId: string): Assignment['labSessions'] {
  const known = new Map(
    state.assignments
      .filter((one) => one.machineId === machineId)
      .flatMap(({ labSessions }) => labSessions.map((session) => [session.id, session])),
  );
  for (const { machineId: of, body } of state.appliedReports) {
    if (of !== machineId) continue;
    if (body.kind === 'lab_session_intended') {
      const { labSessionId: id, tag } = body;
      if (!known.has(id)) known.set(id, { id, tag, state: 'intended', labRef: null, intendedAgoMs: 0 });
    } else if (body.kind === 'lab_session_started' || body.kind === 'lab_session_live') {
      const { labSessionId: id, labRef } = body;
      const session = known.get(id);
      const next = body.kind === 'lab_session_live' ? 'live' : 'starting';
      if (session !== undefined) known.set(id, { ...session, labRef, state: next });
    } else if (body.kind === 'lab_session_ended') known.delete(body.labSessionId);
  }
  return [...known.values()];
}

/** Everything the worker should have, if it is there. */
export function sendDesired(state: FakeBrokerState): void {
  if (state.live?.joined !== true) return;
  state.revision += 1;
  const { revision, inventories } = state;
  const assignments = state.assignments.map((assignment) => ({
    ...assignment,
    labSessions: openSessions(state, assignment.machineId),
  }));
  sendDown(state.live.socket, { type: 'desired', revision, draining: false, assignments, inventories });
}
