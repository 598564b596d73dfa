import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../broker/src/database/testing/test-database.ts';
import { Violation } from '../scenario.ts';
import { checkEvents } from './check-house.ts';

let home: TestDatabase;
let database: pg.Client;
beforeAll(async () => {
  home = await createTestDatabase({ migrated: false });
  database = new pg.Client({ connectionString: home.url });
  await database.connect();
  await database.query(`
    create table machines (id uuid, state text);
    create table lab_sessions (machine_id uuid, state text);
    create table machine_events (machine_id uuid, n integer, at timestamptz, kind text, data jsonb)`);
});
afterAll(async () => {
  await database.end();
  await home.close();
});
beforeEach(() => database.query('truncate machines, lab_sessions, machine_events'));

const id = '00000000-0000-4000-8000-000000000001';
const begun = ['requested', 'charge', 'to assigned', 'to provisioning', 'step sign_in', 'to ready', 'charge'];

/** A machine that was asked to stop at second 0, with the rest of its history. */
async function stop(rest: readonly (readonly [event: string, atSecond: number])[], labSession: string) {
  await database.query(`insert into machines values ($1, 'stopped')`, [id]);
  await database.query('insert into lab_sessions values ($1, $2)', [id, labSession]);
  for (const [event, at] of [
    ...begun.map((kind) => [kind, -60] as const),
    ['to stopping', 0] as const,
    ...rest,
  ])
    await tell(event, at);
}

async function tell(event: string, atSecond: number): Promise<void> {
  const [word = '', value] = event.split(' ');
  await database.query(
    `insert into machine_events select $1, count(*) + 1, timestamptz '2026-01-01' + $2 * interval '1 second', $3, $4 from machine_events`,
    [id, atSecond, word === 'to' ? 'state' : word, value === undefined ? {} : { [word]: value }],
  );
}

test('a stop that was over before its lab told so is usual by its deadline only', async () => {
  await stop(
    [
      ['lab_session_ended', 2],
      ['to stopped', 2],
    ],
    'ended',
  );
  await checkEvents({ database });
  await database.query('truncate machines, lab_sessions, machine_events');
  await stop(
    [
      ['to stopped', 30.5],
      ['lab_session_ended', 31],
    ],
    'ended',
  );
  await checkEvents({ database });
  await database.query('truncate machines, lab_sessions, machine_events');
  await stop(
    [
      ['to stopped', 2],
      ['lab_session_ended', 3],
    ],
    'ended',
  );
  await expect(checkEvents({ database })).rejects.toThrow(Violation);
});

test('a machine that stopped is judged only when its lab session has ended too', async () => {
  await stop([['to stopped', 30.5]], 'ending');
  let asked = 0;
  const seen = Object.assign(Object.create(database) as pg.Client, {
    async query(text: string, values?: unknown[]) {
      asked += 1;
      if (asked === 2) {
        await tell('lab_session_ended', 31);
        await database.query(`update lab_sessions set state = 'ended'`);
      }
      return await database.query(text, values);
    },
  });
  await checkEvents({ database: seen });
  expect(asked).toBe(3);
});
