import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { DownMessage } from '@coinslot/shared/worker-messages/down.ts';
import { UpMessage } from '@coinslot/shared/worker-messages/up.ts';
import { WebSocket, WebSocketServer } from 'ws';
import type { Wire, WireReport } from '../history/history.ts';
import type { Random } from '../random.ts';

/** Stands between all workers and the broker, writes down what they say to each other, and breaks lines. */
export interface Relay {
  url: string;
  wire: Wire;
  connections: () => number;
  /** Cuts the line of this worker without a word; without one, of all. */
  cut: (workerId?: string) => void;
  /** What is said from now on is swallowed, in one direction or both; nobody is told. */
  swallow: (workerId: string, direction: 'up' | 'down' | 'both') => void;
  /** What this worker says is held up from now on, and arrives after so long all the same, even when it has hung up meanwhile. */
  stall: (workerId: string, forMs: number) => Promise<void>;
  /** Lines that swallow are cut, so that their ends come anew; nothing is doubled any more. */
  heal: () => void;
  close: () => Promise<void>;
}

interface Line {
  workerId: string | null;
  bootId: string;
  swallows: { up: boolean; down: boolean };
  /** What is held up; null = nothing is. */
  stalled: string[] | null;
  near: WebSocket;
  far: WebSocket;
  /** Lets what is held up go on. */
  release: () => void;
  /** Reports that were sent on this line, by number, and when. */
  sent: Map<number, { report: WireReport; at: number }>;
}

/** @param random decides which messages are sent twice: the n-th of a worker, whatever it says */
export async function openRelay(brokerUrl: string, random: Random): Promise<Relay> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const wire: Wire = { reports: [], hellos: [] };
  const tap = tapLines(wire);
  const lines = new Set<Line>();
  let doubles = 0.03;

  server.on('connection', (near, request) => {
    const line: Line = {
      workerId: null,
      bootId: '',
      swallows: { up: false, down: false },
      stalled: null,
      near,
      far: new WebSocket(targetOf(brokerUrl, request)),
      release: () => undefined,
      sent: new Map(),
    };
    lines.add(line);
    carry(line, (from, text) => {
      if (from === 'up') tap.seeUp(line, text);
      else tap.seeDown(line, text);
      const isTwice = from === 'up' && random.chance(doubles) && mayDouble(text);
      return isTwice ? 2 : 1;
    });
    near.on('close', () => lines.delete(line));
  });

  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/worker/v1`,
    wire,
    connections: () => lines.size,
    cut(workerId) {
      for (const line of lines) if (workerId === undefined || line.workerId === workerId) terminate(line);
    },
    swallow(workerId, direction) {
      for (const line of lines) {
        if (line.workerId !== workerId) continue;
        line.swallows = { up: direction !== 'down', down: direction !== 'up' };
      }
    },
    async stall(workerId, forMs) {
      const its = [...lines].filter((line) => line.workerId === workerId);
      for (const line of its) line.stalled ??= [];
      await pause(forMs);
      for (const line of its) line.release();
    },
    heal() {
      doubles = 0;
      for (const line of lines) if (line.swallows.up || line.swallows.down) terminate(line);
    },
    async close() {
      for (const line of lines) terminate(line);
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Writes down what passes. A report that is sent again is the same one. */
function tapLines(wire: Wire) {
  const known = new Map<string, WireReport>();

  function seeUp(line: Line, text: string): void {
    const message = UpMessage.parse(JSON.parse(text));
    if (message.type === 'hello') {
      line.workerId = message.workerId;
      line.bootId = message.bootId;
      wire.hellos.push({ at: Date.now(), workerId: message.workerId, bootId: message.bootId });
    }
    if (message.type !== 'report' || line.workerId === null) return;
    const key = `${line.workerId}/${line.bootId}/${message.seq}`;
    const { machineId, epoch, seq, body } = message;
    const seen = known.get(key);
    const report: WireReport = seen ?? {
      workerId: line.workerId,
      bootId: line.bootId,
      seq,
      machineId,
      epoch,
      kind: body.kind,
      labSessionId: 'labSessionId' in body ? body.labSessionId : null,
      labRef: 'labRef' in body ? body.labRef : null,
      tag: 'tag' in body ? body.tag : null,
      fingerprints: 'endpoints' in body ? body.endpoints.map((one) => one.hostKeyFingerprint) : [],
      sentAt: Date.now(),
      answeredAt: null,
      outcome: null,
    };
    if (seen === undefined) {
      known.set(key, report);
      wire.reports.push(report);
    }
    line.sent.set(seq, { report, at: Date.now() });
  }

  function seeDown(line: Line, text: string): void {
    const message = DownMessage.parse(JSON.parse(text));
    if (message.type !== 'report_ack') return;
    const sent = line.sent.get(message.seq);
    if (sent === undefined) return;
    const { report, at } = sent;
    // What was ever taken was taken, and by the sending that was answered so: an earlier one may have been right, and unheard.
    const isNews = report.outcome === null || (report.outcome !== 'applied' && message.outcome === 'applied');
    if (isNews) Object.assign(report, { outcome: message.outcome, sentAt: at, answeredAt: Date.now() });
  }

  return { seeUp, seeDown };
}

/** Passes messages on; `see` is told of each that passes, and says how often it does. */
function carry(line: Line, see: (from: 'up' | 'down', text: string) => number): void {
  const { near, far } = line;
  const early: string[] = [];
  // What the broker answered is written down also when it never arrives.
  const pass = (to: WebSocket, from: 'up' | 'down', text: string): void => {
    if (from === 'up' && line.stalled !== null) return void line.stalled.push(text);
    if (from === 'up' && line.swallows.up) return;
    const times = see(from, text);
    if (!line.swallows[from]) for (let time = 0; time < times; time += 1) to.send(text);
  };
  near.on('message', (data) => {
    if (far.readyState === WebSocket.OPEN) pass(far, 'up', textOf(data));
    else early.push(textOf(data));
  });
  far.on('message', (data) => pass(near, 'down', textOf(data)));
  far.on('open', () => early.splice(0).forEach((text) => pass(far, 'up', text)));
  near.on('error', () => undefined);
  far.on('error', () => near.terminate());
  near.on('close', () => {
    if (line.stalled === null) far.terminate();
  });
  line.release = () => {
    const held = line.stalled ?? [];
    line.stalled = null;
    if (far.readyState === WebSocket.OPEN) for (const text of held) pass(far, 'up', text);
    if (near.readyState !== WebSocket.OPEN) far.close();
  };
  far.on('close', (code, reason) => {
    // A half-open line's other end hears nothing of it.
    if (line.swallows.down) return;
    if (code === 1006 || code === 1005) near.terminate();
    else near.close(code, reason);
  });
}

/** What may come twice on one line by TCP never does; over a reconnect it may: reports and heartbeats are said to bear it. */
function mayDouble(text: string): boolean {
  return text.startsWith('{"type":"report"');
}

function terminate({ near, far }: Line): void {
  far.terminate();
  near.terminate();
}

function targetOf(brokerUrl: string, request: IncomingMessage): string {
  return new URL(request.url ?? '/', brokerUrl.replace(/^http/, 'ws')).href;
}

function textOf(data: WebSocket.RawData): string {
  return Buffer.isBuffer(data) ? data.toString('utf8') : '';
}
