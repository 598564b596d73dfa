import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Challenge } from '@coinslot/shared/worker-messages/challenge.ts';
import type { Assignment } from '@coinslot/shared/worker-messages/desired.ts';
import type { Heartbeat } from '@coinslot/shared/worker-messages/heartbeat.ts';
import type { Hello } from '@coinslot/shared/worker-messages/hello.ts';
import type { InventoryOrder } from '@coinslot/shared/worker-messages/inventory.ts';
import type { ProbeResult } from '@coinslot/shared/worker-messages/probe.ts';
import type { ReportBody } from '@coinslot/shared/worker-messages/report-body.ts';
import type { Report } from '@coinslot/shared/worker-messages/report.ts';
import { UpMessage } from '@coinslot/shared/worker-messages/up.ts';
import { WebSocketServer } from 'ws';
import { answerWorker } from './fake-broker-answers.ts';
import { createFakeBrokerState, grantLeases, sendDesired, sendDown } from './fake-broker-state.ts';
import type { FakeBrokerScript, FakeBrokerState } from './fake-broker-state.ts';
import { serveUpgrades } from './fake-broker-streams.ts';
import type { OpenFakeStream } from './fake-broker-streams.ts';
import { answerEnrolment } from './fake-enrolment.ts';

export type FakeBroker = {
  wsUrl: string;
  origin: string;
  token: string;
  script: FakeBrokerScript;
  /** Everything that came in, in order; each was checked against the protocol's schema. */
  received: UpMessage[];
  hellos: Hello[];
  /** Reports without repeats, in order. */
  reports: () => Report[];
  bodies: <Kind extends ReportBody['kind']>(kind: Kind) => Extract<ReportBody, { kind: Kind }>[];
  /** Everything that was stored, stream by stream. */
  logText: (source?: 'worker' | 'machine') => string;
  /** What the worker should have from now on; sent at once and after each welcome. */
  want: (assignments: Assignment[]) => void;
  /** What it should look at from now on. */
  wantInventories: (inventories: InventoryOrder[]) => void;
  /** Asks the worker whether its browser works. */
  probe: () => Promise<ProbeResult>;
  /** The newest heartbeat's word on this machine. */
  hold: (machine: { machineId: string }) => Heartbeat['holds'][number] | undefined;
  /** Asks the worker for a stream. Resolves with its socket, paused, when the worker has come. */
  openStream: OpenFakeStream;
  /** Cuts the line (no code) or closes with one. */
  cut: (code?: number) => void;
  connections: () => number;
  isJoined: () => boolean;
  /** Waits until the condition holds after some message. */
  until: <Value>(
    what: string,
    condition: () => Value | null | undefined | false,
    timeoutMs?: number,
  ) => Promise<Value>;
  stop: () => Promise<void>;
};

/** A broker on a real socket with a script instead of a database. */
export async function startFakeBroker(): Promise<FakeBroker> {
  const state = createFakeBrokerState();
  const waiters = new Set<() => void>();
  const wakeAll = (): void => waiters.forEach((wake) => wake());
  const server = createServer((request, response) => void answerEnrolment(state, request, response));
  const sockets = serveWorkers(state, new WebSocketServer({ noServer: true }), wakeAll);
  const openStream = serveUpgrades(server, state, sockets);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const reports = (): Report[] => [...state.reports.values()];

  async function until<Value>(
    what: string,
    condition: () => Value | null | undefined | false,
    timeoutMs = 30_000,
  ): Promise<Value> {
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      if (state.problems.length > 0)
        throw new Error(`the worker broke the protocol: ${state.problems.join('; ')}`);
      const value = condition();
      if (value !== null && value !== undefined && value !== false) return value;
      if (performance.now() > deadline)
        throw new Error(
          `never came true: ${what}; last: ${JSON.stringify(reports().slice(-4)).slice(0, 1500)}`,
        );
      await nextMessage(waiters);
    }
  }

  return {
    wsUrl: `ws://127.0.0.1:${port}/worker/v1`,
    origin: `http://127.0.0.1:${port}`,
    token: state.token,
    script: state.script,
    received: state.received,
    hellos: state.hellos,
    reports,
    bodies: (kind) => reports().flatMap(({ body }) => (body.kind === kind ? [body] : [])) as never,
    logText: (source) => readLog(state, source),
    want(next) {
      state.assignments = next;
      grantLeases(state);
      sendDesired(state);
    },
    wantInventories(next) {
      state.inventories = next;
      sendDesired(state);
    },
    async probe() {
      const probeId = randomUUID();
      if (state.live !== null) sendDown(state.live.socket, { type: 'probe', probeId });
      return until('the answer to a probe', () =>
        state.received
          .filter((message) => message.type === 'probe_result')
          .find((result) => result.probeId === probeId),
      );
    },
    hold: ({ machineId }) =>
      state.received
        .findLast((message) => message.type === 'heartbeat')
        ?.holds.find((one) => one.machineId === machineId),
    openStream,
    cut(code) {
      if (code === undefined) state.live?.socket.terminate();
      else state.live?.socket.close(code);
    },
    connections: () => state.connections,
    isJoined: () => state.live?.joined === true,
    until,
    async stop() {
      for (const client of sockets.clients) client.terminate();
      sockets.close();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function serveWorkers(
  state: FakeBrokerState,
  sockets: WebSocketServer,
  wakeAll: () => void,
): WebSocketServer {
  sockets.on('connection', (socket) => {
    state.connections += 1;
    const challenge: Challenge = {
      type: 'challenge',
      nonce: randomUUID() + randomUUID(),
      brokerId: state.brokerId,
      at: new Date().toISOString(),
    };
    sendDown(socket, challenge);
    socket.on('message', (data) => {
      const parsed = UpMessage.safeParse(JSON.parse(Buffer.from(data as Buffer).toString('utf8')));
      if (parsed.success) state.received.push(parsed.data);
      else state.problems.push(parsed.error.message);
      if (parsed.success) answerWorker(state, socket, parsed.data, challenge);
      wakeAll();
    });
    socket.on('close', () => {
      if (state.live?.socket === socket) state.live = null;
      wakeAll();
    });
  });
  return sockets;
}

/** Resolves at the next message; after 50 ms at the latest, for conditions that no message announces. */
function nextMessage(waiters: Set<() => void>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(wake, 50);
  function wake(): void {
    clearTimeout(timer);
    waiters.delete(wake);
    resolve();
  }
  waiters.add(wake);
  return promise;
}

function readLog(state: FakeBrokerState, source?: 'worker' | 'machine'): string {
  return [...state.storedLogs.values()]
    .flatMap((chunks) => [...chunks.values()].sort((a, b) => a.seq - b.seq))
    .filter((chunk) => source === undefined || chunk.source === source)
    .map(({ text }) => text)
    .join('');
}
