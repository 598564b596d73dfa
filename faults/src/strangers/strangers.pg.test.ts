import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestBroker, type TestBroker } from '../../../broker/src/testing/test-broker.ts';
import { reconcile } from './reconcile.ts';
import { openRows } from './rows.ts';

let broker: TestBroker;
let database: pg.Client;
beforeAll(async () => {
  broker = await startTestBroker({ BROKER_ORPHAN_GRACE_MS: '0' });
  database = new pg.Client({ connectionString: broker.ctx.databaseUrl });
  await database.connect();
  await openRows(database);
});
afterAll(async () => {
  await database.end();
  await broker.close();
});

test('of twenty seats full of strangers only what is surely ours is ended, whatever lists fail, are cut or come empty', async () => {
  const { lines, ended, untouched } = await reconcile(broker.ctx, database, 13);
  expect(lines).toBeGreaterThan(3_000);
  expect(ended).toBeGreaterThan(5);
  expect(untouched).toBeGreaterThan(300);
}, 60_000);
