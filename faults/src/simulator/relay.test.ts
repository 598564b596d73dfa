import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { ReportAck } from '@coinslot/shared/worker-messages/report-ack.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { createRandom } from '../random.ts';
import { openRelay, type Relay } from './relay.ts';

const workerId = randomUUID();
const hello = {
  type: 'hello',
  protocol: 4,
  workerId,
  bootId: randomUUID(),
  joinCounter: 0,
  version: '0.1.0',
  signature: 'A'.repeat(86),
};
const report = { type: 'report', machineId: randomUUID(), epoch: 1, seq: 1, body: { kind: 'accepted' } };

/** Answers each report with the next of these; null = not at all. */
let answers: (ReportAck['outcome'] | null)[];
let broker: WebSocketServer;
let relay: Relay;

beforeEach(async () => {
  answers = [];
  broker = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await once(broker, 'listening');
  broker.on('connection', (socket) =>
    socket.on('message', (data) => {
      const { type, seq } = JSON.parse(Buffer.isBuffer(data) ? data.toString('utf8') : '') as {
        type: string;
        seq: number;
      };
      if (type !== 'report') return;
      const outcome = answers.shift() ?? null;
      socket.send(
        JSON.stringify(
          outcome === null
            ? { type: 'heartbeat_ack', n: 1, leases: [], inventories: [] }
            : { type: 'report_ack', seq, outcome, detail: null },
        ),
      );
    }),
  );
  const { port } = broker.address() as AddressInfo;
  relay = await openRelay(`http://127.0.0.1:${port}`, createRandom(1));
  relay.heal();
});
afterEach(async () => {
  await relay.close();
  broker.close();
});

/** A worker's line on which the report is sent, until the broker said anything. */
async function sendReport(): Promise<void> {
  const socket = new WebSocket(relay.url);
  await once(socket, 'open');
  for (const message of [hello, report]) socket.send(JSON.stringify(message));
  await once(socket, 'message');
  socket.terminate();
}

test('of a report that is sent again the sending counts that was answered: by the first one an old epoch would look right', async () => {
  answers = [null, 'applied'];
  await sendReport();
  const between = Date.now();
  expect(relay.wire.reports).toMatchObject([{ outcome: null }]);
  await vi.waitUntil(() => Date.now() > between);
  await sendReport();
  expect(relay.wire.reports).toMatchObject([{ outcome: 'applied' }]);
  expect(relay.wire.reports[0]?.sentAt).toBeGreaterThan(between);
});

test('a report that was refused once and then taken was taken; one that was taken and repeated was not taken again', async () => {
  answers = ['stale_epoch', 'applied'];
  await sendReport();
  await sendReport();
  expect(relay.wire.reports).toMatchObject([{ outcome: 'applied' }]);
  const { sentAt = 0 } = relay.wire.reports[0] ?? {};
  answers = ['duplicate'];
  await sendReport();
  expect(relay.wire.reports).toMatchObject([{ outcome: 'applied', sentAt }]);
});
