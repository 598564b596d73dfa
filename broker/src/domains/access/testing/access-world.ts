import type { OpenStream } from '@coinslot/shared/worker-messages/stream.ts';
import { WebSocket } from 'ws';
import { bringUp } from '../../../testing/fake-provisioning.ts';
import type { FakeWorker } from '../../../testing/fake-worker.ts';
import type { TestSession } from '../../../testing/test-session.ts';
import type { FleetWorld } from '../../fleet/testing/fleet-world.ts';

/** One end of a stream, and everything that came. */
export interface TestLine {
  readonly socket: WebSocket;
  /** 101, or how it was refused. */
  readonly status: number;
  readonly texts: Record<string, unknown>[];
  readonly bytes: () => string;
  /** How many bytes came. */
  readonly size: () => number;
  readonly closed: Promise<number>;
  send(message: object | string | Buffer): void;
}

/** Dials over a real socket and waits until it is open or refused. */
export async function dialLine(url: string, headers: Record<string, string>): Promise<TestLine> {
  const socket = new WebSocket(url.replace(/^http/, 'ws'), { headers });
  const texts: Record<string, unknown>[] = [];
  const pieces: Buffer[] = [];
  socket.on('message', (data, isBinary) => {
    if (!Buffer.isBuffer(data)) throw new Error('the broker sent something else than one buffer');
    if (isBinary) pieces.push(data);
    else texts.push(JSON.parse(data.toString('utf8')) as Record<string, unknown>);
  });
  socket.on('error', () => undefined);
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  const status = await new Promise<number>((resolve) => {
    socket.once('open', () => resolve(101));
    socket.once('unexpected-response', (request, response) => {
      resolve(response.statusCode ?? 0);
      request.destroy();
    });
  });
  return {
    socket,
    status,
    texts,
    bytes: () => Buffer.concat(pieces).toString('utf8'),
    size: () => pieces.reduce((sum, { length }) => sum + length, 0),
    closed,
    // Bytes as they are; text frames are JSON.
    send: (message) =>
      typeof message === 'string' || Buffer.isBuffer(message)
        ? socket.send(Buffer.from(message))
        : socket.send(JSON.stringify(message)),
  };
}

/** A page of this browser. */
export function openPage(
  { broker }: FleetWorld,
  who: TestSession,
  path: string,
  headers: Record<string, string> = {},
): Promise<TestLine> {
  return dialLine(`${broker.url}/api/v1${path}`, {
    cookie: who.cookie(),
    origin: broker.ctx.config.http.publicUrl,
    ...headers,
  });
}

/** Answers what the worker was asked for, as a worker does. */
export async function answerStream(
  { broker }: FleetWorld,
  order: OpenStream,
  headers: Record<string, string> = {},
): Promise<TestLine> {
  return await dialLine(`${broker.url}/worker/v1/streams/${order.streamId}`, {
    authorization: `Bearer ${order.ticket}`,
    ...headers,
  });
}

/** Waits for the next stream that this worker is asked for, after `seen`. */
export async function nextStream(worker: FakeWorker, seen: number): Promise<OpenStream> {
  await worker.until('it is asked for a stream', () => worker.streams.length > seen);
  const order = worker.streams[seen];
  if (!order) throw new Error('no stream was asked for');
  return order;
}

/** A ready machine of this member on this worker. Answers its id and its lab session's. */
export async function readyMachine(
  world: FleetWorld,
  worker: FakeWorker,
  by?: TestSession,
): Promise<{ id: string; labSessionId: string }> {
  const id = await world.buy(by);
  await worker.until('it has the machine', () => worker.assignments.some((one) => one.machineId === id));
  const machine = worker.assignments.find((one) => one.machineId === id);
  if (!machine) throw new Error('the machine went elsewhere');
  const labSessionId = await bringUp(worker, machine);
  return { id, labSessionId };
}
