import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type BrokerConfig, readConfig } from '../config.ts';
import { type BrokerContext, openContext } from '../context.ts';
import { inTransaction } from '../database/db.ts';
import { createTestDatabase, type TestDatabase } from '../database/testing/test-database.ts';
import { createSetupCode } from '../domains/accounts/index.ts';
import { createLog } from '../observability/create-log.ts';
import { type RunningBroker, startBroker } from '../start-broker.ts';
import { openSession, type TestSession } from './test-session.ts';

export interface TestBroker {
  /** Where it listens, e.g. `http://127.0.0.1:31000`. */
  url: string;
  ctx: BrokerContext;
  database: TestDatabase;
  /** A browser without a session. */
  visitor: () => TestSession;
  /** Registers over HTTP; the session is signed in. */
  register: (name?: string) => Promise<TestSession>;
  /** Registers a member and makes them admin by a setup code or, after the first, by the database. */
  registerAdmin: (name?: string) => Promise<TestSession>;
  /** Stops the app and starts it anew on the same database, after `between`. The old `ctx` and `url` are void: read them again. */
  restart: (between?: () => Promise<void>) => Promise<void>;
  close: () => Promise<void>;
}

/** The real broker, without its background loops unless asked, on a free port and a database of its own (which `close` drops). */
export async function startTestBroker(
  environment: Record<string, string> = {},
  {
    loops = false,
    database: given,
    logTo,
  }: { loops?: boolean; database?: TestDatabase; logTo?: { write: (line: string) => void } } = {},
): Promise<TestBroker> {
  const database = given ?? (await createTestDatabase());
  const dataDir = await mkdtemp(path.join(tmpdir(), 'coinslot-broker-'));
  const config: BrokerConfig = readConfig({
    NODE_ENV: 'test',
    LOG_LEVEL: 'silent',
    DATABASE_URL: database.url,
    COINSLOT_DATA_DIR: dataDir,
    BROKER_PORT: '0',
    BROKER_PUBLIC_URL: 'http://localhost:8080',
    BROKER_RATE_LIMIT_PER_MINUTE: '100000',
    BROKER_ENROLMENTS_PER_MINUTE: '100000',
    BROKER_SIGN_UPS_PER_HOUR: '100000',
    BROKER_START_GRACE_MS: '0',
    BROKER_WORKER_JOINS_PER_SECOND: '100000',
    BROKER_RESTART_PAUSE_MS: '0',
    ...environment,
  });
  const start = async (): Promise<RunningBroker> =>
    await startBroker(await openContext(config, createLog(config, logTo)), { loops });
  let broker = await start();

  const visitor = () => openSession(broker.url, config.http.publicUrl);
  const register = async (name = 'Member'): Promise<TestSession> => {
    const session = visitor();
    await session.signUp(name, `${randomUUID()}@example.org`);
    return session;
  };
  return {
    get url() {
      return broker.url;
    },
    get ctx() {
      return broker.ctx;
    },
    database,
    visitor,
    register,
    async registerAdmin(name = 'Admin') {
      const session = await register(name);
      const code = await inTransaction(database.db, (tx) => createSetupCode(tx, 60_000));
      if (code === null) {
        await database.db.$client.query(`insert into user_roles (user_id, role_name) values ($1, 'admin')`, [
          (await session.me()).id,
        ]);
      } else {
        await session.post('/api/v1/setup', { code });
      }
      return session;
    },
    async restart(between) {
      await broker.stop();
      await between?.();
      broker = await start();
    },
    async close() {
      await broker.stop();
      await rm(dataDir, { recursive: true, force: true });
      await database.close();
    },
  };
}
