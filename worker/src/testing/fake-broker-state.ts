import { randomUUID } from 'node:crypto';
import type { Assignment } from '@coinslot/shared/worker-messages/desired.ts';
import type { DownMessage } from '@coinslot/shared/worker-messages/down.ts';
import type { Hello } from '@coinslot/shared/worker-messages/hello.ts';
import type { ReportAck } from '@coinslot/shared/worker-messages/report-ack.ts';
import type { Report } from '@coinslot/shared/worker-messages/report.ts';
import type { UpMessage } from '@coinslot/shared/worker-messages/up.ts';
import type { WebSocket } from 'ws';

/** How the fake answers; a test changes it while it runs. */
export type FakeBrokerScript = {
  heartbeats: 'answer' | 'ignore';
  logs: 'acknowledge' | 'ignore';
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
  storedLogs: Map<string, Set<number>>;
  assignments: Assignment[];
  revision: number;
  joinCounter: number;
  connections: number;
  live: { socket: WebSocket; joined: boolean; bootId: string } | null;
};

export function createFakeBrokerState(): FakeBrokerState {
  return {
    brokerId: randomUUID(),
    token: `token-${randomUUID()}`,
    script: {
      heartbeats: 'answer',
      logs: 'acknowledge',
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
    storedLogs: new Map(),
    assignments: [],
    revision: 0,
    joinCounter: 0,
    connections: 0,
    live: null,
  };
}

export function sendDown(socket: WebSocket, message: DownMessage): void {
  socket.send(JSON.stringify(message));
}

/** Everything the worker should have, if it is there. */
export function sendDesired(state: FakeBrokerState): void {
  if (state.live?.joined !== true) return;
  state.revision += 1;
  const { revision, assignments } = state;
  sendDown(state.live.socket, { type: 'desired', revision, draining: false, assignments });
}
