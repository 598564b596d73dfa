import pg from 'pg';
import { openEmbedded } from '../../broker/src/database/embedded/open-embedded.ts';
import { migrateDatabase } from '../../broker/src/database/migrate.ts';
import type { Place } from './place.ts';

export interface BenchPostgres {
  /** Of the postmaster; every connection's process is its child. */
  pid: number;
  /** As the broker's role. Both are for the broker's database. */
  url: string;
  superuserUrl: string;
}

// A database that may forget what it confirmed is faster, and no comparison.
const mustBeOn = ['fsync', 'synchronous_commit', 'full_page_writes'] as const;

/** The embedded Postgres as production runs it, migrated, in the place's folder. Throws when it would not be safe to lose power. */
export async function startPostgres(place: Place): Promise<BenchPostgres> {
  const embedded = await openEmbedded({ dataDir: place.folder });
  place.atEnd(() => embedded.stop());
  await migrateDatabase(embedded.url);
  let pid: number;
  const client = new pg.Client({ connectionString: embedded.superuserUrl });
  await client.connect();
  try {
    for (const name of mustBeOn) {
      const { rows } = await client.query<Record<string, string>>(`show ${name}`);
      if (rows[0]?.[name] !== 'on') throw new Error(`Postgres runs with ${name} off: nothing is measured.`);
    }
    const { rows } = await client.query<{ file: string }>("select pg_read_file('postmaster.pid') as file");
    pid = Number(rows[0]?.file.split('\n')[0]);
  } finally {
    await client.end();
  }
  const superuserUrl = new URL(embedded.superuserUrl);
  superuserUrl.pathname = new URL(embedded.url).pathname;
  return { pid, url: embedded.url, superuserUrl: superuserUrl.href };
}
