import { generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import { EnrolWorkerResponse } from '@coinslot/shared/http/admin-workers.ts';
import { type Challenge, challengeText } from '@coinslot/shared/worker-messages/challenge.ts';
import type { Assignment } from '@coinslot/shared/worker-messages/desired.ts';
import { DownMessage } from '@coinslot/shared/worker-messages/down.ts';
import type { HeartbeatAck } from '@coinslot/shared/worker-messages/heartbeat-ack.ts';
import type { MachineEpoch } from '@coinslot/shared/worker-messages/hold.ts';
import type {
  InventoryListing,
  InventoryOrder,
  InventoryResult,
} from '@coinslot/shared/worker-messages/inventory.ts';
import type { LogsAck } from '@coinslot/shared/worker-messages/logs-ack.ts';
import type { Logs } from '@coinslot/shared/worker-messages/logs.ts';
import type { ProbeFault } from '@coinslot/shared/worker-messages/probe.ts';
import type { ReportAck } from '@coinslot/shared/worker-messages/report-ack.ts';
import type { ReportBody } from '@coinslot/shared/worker-messages/report-body.ts';
import type { OpenStream } from '@coinslot/shared/worker-messages/stream.ts';
import type { UpMessage } from '@coinslot/shared/worker-messages/up.ts';
import { protocolVersion } from '@coinslot/shared/worker-messages/version.ts';
import { WebSocket } from 'ws';

/** What a worker keeps on its disk. Copy it to make a clone of the key. */
export interface FakeIdentity {
  workerId: string;
  privateKey: KeyObject;
  joinCounter: number;
  /** Default: ours. */
  protocol?: number;
}

/** One process of a worker that speaks the real protocol over a real socket and does what the test says. */
export interface FakeWorker {
  readonly identity: FakeIdentity;
  readonly bootId: string;
  /** The newest desired state. */
  readonly assignments: Assignment[];
  /** The inventories it should take now. */
  readonly inventories: readonly InventoryOrder[];
  /** The probes it was asked for, oldest first. */
  readonly probes: readonly string[];
  /** The streams it was asked for, oldest first. */
  readonly streams: readonly OpenStream[];
  /** True from `joined` until the socket closes. */
  readonly isOpen: boolean;
  /** Dials, proves itself, joins and waits for the first desired state. Throws with the close code when it is refused. */
  connect(): Promise<void>;
  /** Waits until the socket closes and answers its code. */
  closed(): Promise<number>;
  /** Waits until the desired state (or whatever the test looks at) is as wanted. */
  until(what: string, isSo: () => boolean): Promise<void>;
  /** Names all assignments as holds, unless others are given. */
  heartbeat(said?: { holds?: MachineEpoch[]; draining?: boolean }): Promise<HeartbeatAck>;
  /** Sends one report with the next number and waits for its answer. */
  report(machine: MachineEpoch, body: ReportBody): Promise<ReportAck>;
  /** Sends a report with this number, without waiting. */
  sendReport(seq: number, machine: MachineEpoch, body: ReportBody): void;
  answerTo(seq: number): Promise<ReportAck>;
  logs(machine: MachineEpoch, chunks: Logs['chunks']): Promise<LogsAck>;
  /** Tells what the lab lists for a seat. */
  answerInventory(order: { seatId: string; epoch: number }, answer: InventoryAnswer): void;
  /** Answers the newest probe. */
  answerProbe(result: { ok: boolean; fault?: ProbeFault }): void;
  send(text: string): void;
  /** Cuts the line without a word, as a kill -9 or a pulled cable does. */
  vanish(): void;
}

/** What a test says of an inventory: the lines it lists, or all of the answer. */
export type InventoryAnswer = InventoryListing[] | Omit<InventoryResult, 'type' | 'seatId' | 'epoch'>;

/** Enrols over HTTP with a key made here. Throws with the status when it is refused. */
export async function enrolFakeWorker(brokerUrl: string, token: string): Promise<FakeIdentity> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const response = await fetch(new URL('/api/v1/workers/enrol', brokerUrl), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      token,
      publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
      version: 'fake',
    }),
  });
  if (response.status !== 200) throw new Error(`enrolment answered ${response.status}`);
  const { workerId } = EnrolWorkerResponse.parse(await response.json());
  return { workerId, privateKey, joinCounter: 0 };
}

const patienceMs = 20_000;

/** A worker process of this identity; a new `bootId` is a restarted one. Nothing is dialled yet. */
// eslint-disable-next-line max-lines-per-function -- one scripted process; its parts share the socket and what arrived
export function createFakeWorker(
  brokerUrl: string,
  identity: FakeIdentity,
  bootId: string = randomUUID(),
): FakeWorker {
  let socket: WebSocket | null = null;
  let closeCode: number | null = null;
  let joined = false;
  let assignments: Assignment[] = [];
  let inventories: InventoryOrder[] = [];
  let desiredSeen = 0;
  let nextSeq = 1;
  let nextBeat = 1;
  const reportAcks = new Map<number, ReportAck>();
  const beatAcks = new Map<number, HeartbeatAck>();
  const logAcks: LogsAck[] = [];
  const probes: string[] = [];
  const streams: OpenStream[] = [];
  const watchers = new Set<() => void>();

  function tell(message: UpMessage): void {
    socket?.send(JSON.stringify(message));
  }

  function take(message: DownMessage): void {
    switch (message.type) {
      case 'challenge':
        return tell(answerChallenge(identity, bootId, message));
      case 'welcome':
        identity.joinCounter = message.joinCounter;
        nextSeq = Math.max(nextSeq, message.ackedReportSeq + 1);
        tell({ type: 'joined', joinCounter: message.joinCounter });
        joined = true;
        return;
      case 'desired':
        assignments = message.assignments;
        inventories = message.inventories;
        desiredSeen += 1;
        return;
      case 'heartbeat_ack':
        return void beatAcks.set(message.n, message);
      case 'report_ack':
        return void reportAcks.set(message.seq, message);
      case 'logs_ack':
        return void logAcks.push(message);
      case 'probe':
        return void probes.push(message.probeId);
      case 'open_stream':
        return void streams.push(message);
    }
  }

  async function until(what: string, isSo: () => boolean): Promise<void> {
    if (isSo()) return;
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        watchers.delete(look);
        reject(new Error(`a fake worker waited in vain until ${what} (close code ${closeCode})`));
      }, patienceMs);
      function look(): void {
        if (!isSo()) return;
        clearTimeout(timer);
        watchers.delete(look);
        resolve();
      }
      watchers.add(look);
    });
  }

  function stir(): void {
    for (const look of watchers) look();
  }

  async function answerTo(seq: number): Promise<ReportAck> {
    await until(`report ${seq} is answered`, () => reportAcks.has(seq) || closeCode !== null);
    const ack = reportAcks.get(seq);
    if (!ack) throw new Error(`the socket closed with ${closeCode} before report ${seq} was answered`);
    return ack;
  }

  return {
    identity,
    bootId,
    probes,
    streams,
    get assignments() {
      return assignments;
    },
    get inventories() {
      return inventories;
    },
    get isOpen() {
      return joined && closeCode === null;
    },
    until,
    answerTo,
    async connect() {
      closeCode = null;
      joined = false;
      const seenBefore = desiredSeen;
      const url = new URL('/worker/v1', brokerUrl.replace(/^http/, 'ws'));
      const dialled = new WebSocket(url);
      socket = dialled;
      dialled.on('message', (data) => {
        if (!Buffer.isBuffer(data)) throw new Error('the broker sent something else than one buffer');
        take(DownMessage.parse(JSON.parse(data.toString('utf8'))));
        stir();
      });
      dialled.on('error', () => undefined);
      dialled.on('close', (code) => {
        if (socket === dialled) closeCode = code;
        stir();
      });
      await until('it has joined', () => desiredSeen > seenBefore || closeCode !== null);
      if (desiredSeen === seenBefore) throw new Error(`the broker closed with ${closeCode}`);
    },
    async closed() {
      await until('the socket is closed', () => closeCode !== null);
      return closeCode ?? 0;
    },
    async heartbeat({ holds = assignments, draining = false } = {}) {
      const n = nextBeat;
      nextBeat += 1;
      const load = { workerRssBytes: 1, browserRssBytes: null, load1: 0.1, browserRunning: false };
      const named = holds.map(({ machineId, epoch }) => ({
        machineId,
        epoch,
        phase: 'test',
        health: null,
        idleForMs: null,
      }));
      tell({ type: 'heartbeat', n, draining, load, holds: named });
      await until(`heartbeat ${n} is answered`, () => beatAcks.has(n) || closeCode !== null);
      const ack = beatAcks.get(n);
      if (!ack) throw new Error(`the socket closed with ${closeCode} before heartbeat ${n} was answered`);
      return ack;
    },
    async report(machine, body) {
      const seq = nextSeq;
      nextSeq += 1;
      this.sendReport(seq, machine, body);
      return await answerTo(seq);
    },
    sendReport(seq, { machineId, epoch }, body) {
      nextSeq = Math.max(nextSeq, seq + 1);
      tell({ type: 'report', machineId, epoch, seq, body });
    },
    async logs({ machineId, epoch }, chunks) {
      const seen = logAcks.length;
      tell({ type: 'logs', machineId, epoch, chunks });
      await until('its log is acknowledged', () => logAcks.length > seen || closeCode !== null);
      const ack = logAcks[seen];
      if (!ack) throw new Error(`the socket closed with ${closeCode} before a log was acknowledged`);
      return ack;
    },
    answerInventory({ seatId, epoch }, answer) {
      const told = Array.isArray(answer)
        ? {
            result: { outcome: 'listed' as const, isComplete: true, lines: answer.length, listings: answer },
            ends: [],
          }
        : answer;
      tell({ type: 'inventory_result', seatId, epoch, ...told });
    },
    answerProbe({ ok, fault = null }: { ok: boolean; fault?: ProbeFault | null }) {
      const probeId = probes.at(-1);
      if (probeId === undefined) throw new Error('no probe was asked for');
      tell({ type: 'probe_result', probeId, ok, tookMs: 1, fault });
    },
    send(text) {
      socket?.send(text);
    },
    vanish() {
      socket?.terminate();
    },
  };
}

/** The hello that a worker of this identity answers a challenge with. */
export function answerChallenge(identity: FakeIdentity, bootId: string, challenge: Challenge): UpMessage {
  const named = { workerId: identity.workerId, bootId, joinCounter: identity.joinCounter };
  const signature = sign(null, Buffer.from(challengeText(challenge, named)), identity.privateKey).toString(
    'base64',
  );
  return {
    type: 'hello',
    protocol: identity.protocol ?? protocolVersion,
    version: 'fake',
    ...named,
    signature,
  };
}
