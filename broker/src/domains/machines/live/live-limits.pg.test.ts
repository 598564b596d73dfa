import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { readEventStream } from '../../../live/testing/event-reader.ts';
import { readSocket } from '../../../live/testing/socket-reader.ts';
import type { TestSession } from '../../../testing/test-session.ts';
import { type MachineWorld, openMachineWorld } from '../testing/machine-world.ts';

let world: MachineWorld;
beforeAll(async () => {
  world = await openMachineWorld();
});
afterAll(() => world.close());

async function watched() {
  const member = await world.broker.register();
  const { id } = await world.buy(member, await world.makeProduct(1));
  return { member, id };
}

function address(machineId: string): string {
  return `${world.broker.url}/api/v1/machines/${machineId}/live`;
}

function headersOf(member: TestSession): Record<string, string> {
  return { cookie: member.cookie(), origin: world.broker.ctx.config.http.publicUrl };
}

test('no more streams than a member may have', async () => {
  const { member, id } = await watched();
  const open = await Promise.all(
    Array.from({ length: 20 }, (_, at) =>
      (at % 2 ? readSocket : readEventStream)(address(id), headersOf(member)),
    ),
  );
  expect((await readSocket(address(id), headersOf(member))).status).toBe(429);
  open.pop()?.cut();
  await expect
    .poll(async () => {
      const reader = await readSocket(address(id), headersOf(member));
      reader.cut();
      return reader.status;
    })
    .toBe(101);
  for (const reader of open) reader.cut();
});

test('no more streams than a member may have, however many are asked for in one moment; a refused one holds no place', async () => {
  const { member, id } = await watched();
  const elsewhere = address('00000000-0000-4000-8000-000000000000');
  const strayed = await Promise.all(
    Array.from({ length: 20 }, () => readSocket(elsewhere, headersOf(member))),
  );
  expect(strayed.every(({ status }) => status === 404)).toBe(true);
  const asked = await Promise.all(
    Array.from({ length: 60 }, () => readSocket(address(id), headersOf(member))),
  );
  expect(asked.filter(({ status }) => status === 101)).toHaveLength(20);
  expect(asked.filter(({ status }) => status === 429)).toHaveLength(40);
  for (const reader of asked) reader.cut();
});

const pieces = {
  'a message that is never finished': (socket: WebSocket) => socket.send('x'.repeat(8_000), { fin: false }),
  'pongs that nobody asked for': (socket: WebSocket) => socket.pong('x'.repeat(120)),
};
test.each(Object.entries(pieces))('%s is a flood', async (_, send) => {
  const { member, id } = await watched();
  const socket = new WebSocket(address(id).replace('http', 'ws'), { headers: headersOf(member) });
  const closed = once(socket, 'close');
  await once(socket, 'open');
  for (let n = 0; n < 100; n += 1) send(socket);
  expect((await closed)[0]).toBe(1008);
});

test('a page that talks and talks is closed; a word now and then is overheard', async () => {
  const { member, id } = await watched();
  const reader = await readSocket(address(id), headersOf(member));
  for (let word = 0; word < 10; word += 1) reader.send('still here');
  await reader.until('the present', (frames) => frames.length > 0);
  reader.send('x'.repeat(100_000));
  await reader.ended();
  expect(reader.closeCode).toBe(1008);
});
