import { Agent, request } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startTestBroker, type TestBroker } from '../testing/test-broker.ts';

let broker: TestBroker;
beforeEach(async () => {
  broker = await startTestBroker();
});
afterEach(() => broker.close());

interface Answer {
  status: number;
  retryAfter: string | undefined;
  connection: string | undefined;
  body: unknown;
}

function ask(agent: Agent, path: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(new URL(path, broker.url), { agent }, (response) => {
      let text = '';
      response.on('data', (piece: Buffer) => (text += piece.toString()));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          retryAfter: response.headers['retry-after'],
          connection: response.headers.connection,
          body: JSON.parse(text),
        }),
      );
    });
    asked.on('error', reject);
    asked.end();
  });
}

test('what comes while the broker stops is answered with 503 and when to come again; after the restart it is served', async () => {
  const agent = new Agent({ keepAlive: true });
  expect((await ask(agent, '/healthz')).status).toBe(200);
  // A worker that does not answer the goodbye keeps the broker from closing for a moment.
  const socket = new WebSocket(new URL('/worker/v1', broker.url.replace('http', 'ws')));
  await new Promise((resolve) => socket.addEventListener('open', resolve));
  const closed = new Promise<number>((resolve) =>
    socket.addEventListener('close', ({ code }) => resolve(code)),
  );
  const restarted = broker.restart();
  let refused: Answer | null = null;
  while (refused === null) {
    const answer = await ask(agent, '/api/v1/setup').catch(() => null);
    if (answer === null) break;
    if (answer.status === 503) refused = answer;
  }
  expect(refused).toMatchObject({
    retryAfter: '3',
    connection: 'close',
    body: { code: 'unavailable', status: 503 },
  });
  expect(await closed).toBe(1012);
  await restarted;
  agent.destroy();
  expect((await fetch(new URL('/readyz', broker.url))).status).toBe(200);
});
