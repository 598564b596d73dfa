import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeAssignment, makeWorld } from '../testing/worker-world.ts';
import type { WorkerWorld } from '../testing/worker-world.ts';

let world: WorkerWorld;
beforeEach(async () => {
  world = await makeWorld();
  world.broker.script.fenceAfterMs = 600;
});
afterEach(() => world.stop());

test.each([
  ['the broker falls silent', () => void (world.broker.script.heartbeats = 'ignore')],
  ['the machine is no longer wanted', () => world.broker.want([])],
])('when %s, the page at the lab is closed at once', async (_title, act) => {
  const lab = createServer().listen(0, '127.0.0.1');
  await once(lab, 'listening');
  const { port } = lab.address() as AddressInfo;
  const requested = once(lab, 'request');
  await world.start();
  world.broker.want([makeAssignment({ lab: { baseUrl: `http://127.0.0.1:${port}` } })]);
  const [request] = (await requested) as [{ socket: Socket }];
  const closed = once(request.socket, 'close');
  act();
  await closed;
  expect(world.broker.bodies('failed')).toEqual([]);
  lab.closeAllConnections();
  lab.close();
});

test('while no heartbeat is answered nothing is asked of the lab, whatever else the broker says; then the work goes on', async () => {
  world.broker.script.fenceAfterMs = 60_000;
  world.config.timeouts = { ...world.config.timeouts, browserMs: 3000, signInMs: 500 };
  let requests = 0;
  const lab = createServer((_request, response) => {
    requests += 1;
    response.end();
  }).listen(0, '127.0.0.1');
  await once(lab, 'listening');
  const { port } = lab.address() as AddressInfo;
  await world.start();
  await world.broker.until('joined', () => world.broker.isJoined());
  world.broker.script.heartbeats = 'ignore';
  // It says that its lease lasts for a minute; nobody knows how long it lay in the socket.
  world.broker.want([makeAssignment({ lab: { baseUrl: `http://127.0.0.1:${port}` } })]);
  await world.broker.until('the try is given up', () => world.broker.bodies('retrying').length === 1);
  expect(requests).toBe(0);
  world.broker.script.heartbeats = 'answer';
  await world.broker.until('the lab is asked', () => requests > 0);
  lab.closeAllConnections();
  lab.close();
});
