import pg from 'pg';
import { migrateDatabase } from '../../broker/src/database/migrate.ts';

/** Another database beside the broker's, migrated. Answers its URL, as the superuser. */
export async function createDatabase(superuserUrl: string, name: string): Promise<string> {
  const admin = new pg.Client({ connectionString: superuserUrl });
  await admin.connect();
  await admin.query(`create database ${name}`);
  await admin.end();
  const url = new URL(superuserUrl);
  url.pathname = `/${name}`;
  await migrateDatabase(url.href);
  return url.href;
}
