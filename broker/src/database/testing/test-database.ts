import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { type Db, openDb } from '../db.ts';

export interface TestDatabase {
  db: Db;
  url: string;
  /** As superuser, for tests that tamper. */
  superuserUrl: string;
  /** Drops it. Throws when somebody still holds a connection: that is a leak of the tested code. */
  close: () => Promise<void>;
}

/** A database of its own for one test: a clone of the migrated template (about 50 ms), or an empty one. */
export async function createTestDatabase({ migrated = true } = {}): Promise<TestDatabase> {
  const { url: adminUrl, superuserUrl, template } = inject('testPostgres');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await asAdmin(adminUrl, (admin) =>
    admin.query(`create database ${name} template ${migrated ? template : 'template0'}`),
  );
  const url = withDatabase(adminUrl, name);
  const db = openDb({
    url,
    poolSize: 20,
    applicationName: 'coinslot test',
    onConnectionError: () => undefined,
  });
  return {
    db,
    url,
    superuserUrl: withDatabase(superuserUrl, name),
    async close() {
      await db.$client.end();
      const left = await asAdmin(adminUrl, (admin) => countConnections(admin, name));
      await asAdmin(adminUrl, (admin) => admin.query(`drop database ${name} with (force)`));
      if (left > 0) throw new Error(`${left} connections to the test's database were left open`);
    },
  };
}

// A backend leaves pg_stat_activity a moment after its client said goodbye.
async function countConnections(admin: pg.Client, name: string): Promise<number> {
  const givesUpAt = Date.now() + 10_000;
  for (;;) {
    const { rows } = await admin.query<{ left: number }>(
      'select count(*)::int as left from pg_stat_activity where datname = $1',
      [name],
    );
    const left = rows[0]?.left ?? 0;
    if (left === 0 || Date.now() > givesUpAt) return left;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function asAdmin<Result>(url: string, act: (admin: pg.Client) => Promise<Result>): Promise<Result> {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  try {
    return await act(admin);
  } finally {
    await admin.end();
  }
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}
