import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { buildApp } from '../app.ts';
import { startTestBroker, type TestBroker } from '../testing/test-broker.ts';
import { tellMetrics } from './tell-metrics.ts';

let broker: TestBroker;
beforeAll(async () => {
  broker = await startTestBroker();
});
afterAll(() => broker.close());

async function readyWhen(critical: boolean, remoteAddress = '127.0.0.1') {
  const late = { healthy: false, critical, lastRunAt: null };
  const app = await buildApp(broker.ctx, { readLoops: () => ({ late }) });
  try {
    const answer = await app.inject({ url: '/readyz', remoteAddress });
    return { status: answer.statusCode, body: answer.json<unknown>() };
  } finally {
    await app.close();
  }
}

test('a late loop that members depend on makes the broker not ready', async () => {
  expect(await readyWhen(true)).toMatchObject({ status: 503, body: { checks: { loops: false } } });
});

test('a stranger reads how many loops are late, and no name', async () => {
  const { status, body } = await readyWhen(true, '203.0.113.7');
  expect(status).toBe(503);
  expect(body).toEqual({
    status: 'not ready',
    checks: { database: true, migrations: true, loops: false },
    lateLoops: 1,
  });
  expect(await readyWhen(true)).toMatchObject({ body: { lateLoops: 1, loops: { late: {} } } });
});

test('the metrics answer also while the database does not, and tell nothing that is counted there', async () => {
  const app = await buildApp(broker.ctx, { readLoops: () => ({}) });
  const read = async () => (await app.inject({ url: '/metrics', remoteAddress: '127.0.0.1' })).body;
  try {
    const up = await read();
    expect(up).toContain('coinslot_database_up 1');
    expect(up).toContain('coinslot_ledger_imbalance_coins');
    expect(up).toMatch(
      /coinslot_disk_used_ratio\{folder="data"\} 0?\.\d+|coinslot_disk_used_ratio\{folder="data"\} [01]/,
    );
    const away = vi.spyOn(broker.ctx.db.$client, 'query').mockImplementation(() => {
      throw new Error('connection refused');
    });
    const down = await read();
    away.mockRestore();
    expect(down).toContain('coinslot_database_up 0');
    expect(down).toContain('coinslot_http_seconds');
    expect(down).toContain('process_cpu_seconds_total');
    expect(down).not.toContain('coinslot_ledger_imbalance_coins');
    expect(await read()).toContain('coinslot_database_up 1');
  } finally {
    await app.close();
  }
});

test('books that did not add up are told by a broker that has not looked through them itself', async () => {
  const { db } = broker.ctx;
  await db.$client.query(
    `insert into ledger_checks (checked_at, imbalance_coins, wrong_since) values (now(), 7, now())`,
  );
  expect((await tellMetrics(broker.ctx)).text).toContain('coinslot_ledger_imbalance_coins 7');
  await db.$client.query('delete from ledger_checks');
});

test('a slow look through the books is reported and takes no broker out of service', async () => {
  const { status, body } = await readyWhen(false);
  expect(status).toBe(200);
  expect(body).toMatchObject({ checks: { loops: true }, loops: { late: { healthy: false } } });
});
