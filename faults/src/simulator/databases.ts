import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** A migrated database for each round, cloned from one that nobody is connected to. */
export interface Databases {
  make: () => Promise<{ databaseUrl: string; superuserUrl: string; drop: () => Promise<void> }>;
}

/** @param given addresses of a migrated database, as the broker's role and as superuser; nobody may be connected to it */
export function openDatabases(given: { url: string; superuserUrl: string }): Databases {
  const template = new URL(given.url).pathname.slice(1);
  const owner = new URL(given.url).username;
  const run = async (statement: string): Promise<void> => {
    const admin = new pg.Client({ connectionString: withDatabase(given.superuserUrl, 'postgres') });
    await admin.connect();
    await admin.query(statement).finally(() => admin.end());
  };
  return {
    async make() {
      const name = `simulator_${randomBytes(5).toString('hex')}`;
      await run(`create database ${name} template ${template} owner ${owner}`);
      return {
        databaseUrl: withDatabase(given.url, name),
        superuserUrl: withDatabase(given.superuserUrl, name),
        drop: () => run(`drop database ${name} with (force)`),
      };
    },
  };
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}
