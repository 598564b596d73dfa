import { eq, sql } from 'drizzle-orm';
import { fastify, type FastifyBaseLogger } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { inTransaction } from '../database/db.ts';
import { createTestDatabase, type TestDatabase } from '../database/testing/test-database.ts';
import { identities, users } from '../domains/accounts/index.ts';
import { installErrorAnswers } from '../http/answer-errors.ts';
import type { BrokerApp } from '../http/broker-app.ts';
import { createLog } from './create-log.ts';
import { plainMessage } from './describe-error.ts';

const token = 'planted-session-token-1f0c';
const hash = 'planted-password-hash-9d2e';

let database: TestDatabase;
let lines: string[];
let log: ReturnType<typeof createLog>;
beforeEach(async () => {
  database = await createTestDatabase();
  lines = [];
  log = createLog({ logLevel: 'trace' }, { write: (line) => void lines.push(line) });
});
afterEach(() => database.close());

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return await work.then(
    () => expect.unreachable('the statement did not fail'),
    (error: unknown) => error,
  );
}

/** In every way in which the broker or one of its libraries logs or shows an error. */
function show(error: unknown): string {
  log.error({ err: error }, 'as a field');
  log.error({ error }, 'as a field of another name');
  log.error({ err: new Error('a transaction failed', { cause: error }) }, 'as a cause');
  log.error({ err: new AggregateError([error], 'all failed') }, 'as one of several');
  log.error(error);
  if (error instanceof Error) log.error({ failed: true }, error.message);
  if (error instanceof Error) log.child({ workerId: 'w' }).error(error.message);
  return `${lines.join('')}${plainMessage(error)}`;
}

test('of a statement that failed neither its parameters nor its rows are logged, but what it was and why', async () => {
  await database.db.insert(users).values({ name: 'a', email: `${token}@example.org` });
  const twin = await failureOf(
    database.db.insert(users).values({ name: hash, email: `${token}@example.org` }),
  );
  const shown = show(twin);
  expect(shown).not.toContain(token);
  expect(shown).not.toContain(hash);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    err: {
      statement: expect.stringContaining('insert into "users"'),
      cause: { code: '23505', table: 'users', constraint: expect.stringContaining('email') },
    },
  });
  expect(plainMessage(twin)).toContain('SQLSTATE 23505');
});

test('a value that Postgres quotes in its own message is not logged', async () => {
  const quoted = await failureOf(database.db.execute(sql`select ${token}::text::uuid`));
  expect(show(quoted)).not.toContain(token);
  expect(plainMessage(quoted)).toContain('22P02');
});

test('a request that fails on a statement logs none of its parameters', async () => {
  const loggerInstance: FastifyBaseLogger = log;
  const app: BrokerApp = fastify({ loggerInstance }).withTypeProvider<ZodTypeProvider>();
  installErrorAnswers(app);
  app.get('/fails', async () => {
    await database.db.execute(sql`select ${token}::text::uuid, ${hash}::text`);
  });
  expect((await app.inject('/fails')).statusCode).toBe(500);
  await app.close();
  expect(lines.join('')).toContain('"code":"22P02"');
  expect(lines.join('')).not.toContain(token);
  expect(lines.join('')).not.toContain(hash);
});

test('a connection that is killed under a statement leaves no parameter in the log', async () => {
  const killed = await failureOf(
    inTransaction(database.db, async (tx) => {
      await killOthers();
      await tx.update(identities).set({ password: hash }).where(eq(identities.subject, token));
    }),
  );
  const alsoKilled = await failureOf(
    inTransaction(database.db, async (tx) => {
      await tx.execute(sql`select ${hash}, ${token}, pg_terminate_backend(pg_backend_pid())`);
    }),
  );
  const shown = show(killed) + show(alsoKilled);
  expect(shown).not.toContain(token);
  expect(shown).not.toContain(hash);
  expect(shown).toMatch(/terminat/);
});

async function killOthers(): Promise<void> {
  await database.db.execute(sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`);
}
