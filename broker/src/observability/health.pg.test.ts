import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildApp } from '../app.ts';
import { startTestBroker, type TestBroker } from '../testing/test-broker.ts';

let broker: TestBroker;
beforeAll(async () => {
  broker = await startTestBroker();
});
afterAll(() => broker.close());

async function readyWhen(critical: boolean) {
  const late = { healthy: false, critical, lastRunAt: null };
  const app = await buildApp(broker.ctx, { readLoops: () => ({ late }) });
  try {
    const answer = await app.inject('/readyz');
    return { status: answer.statusCode, body: answer.json<unknown>() };
  } finally {
    await app.close();
  }
}

test('a late loop that members depend on makes the broker not ready', async () => {
  expect(await readyWhen(true)).toMatchObject({ status: 503, body: { checks: { loops: false } } });
});

test('a slow look through the books is reported and takes no broker out of service', async () => {
  const { status, body } = await readyWhen(false);
  expect(status).toBe(200);
  expect(body).toMatchObject({ checks: { loops: true }, loops: { late: { healthy: false } } });
});
