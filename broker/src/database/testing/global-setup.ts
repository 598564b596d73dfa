import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { openEmbedded } from '../embedded/open-embedded.ts';
import { stopPostmaster } from '../embedded/stop-postmaster.ts';
import { migrateDatabase } from '../migrate.ts';

declare module 'vitest' {
  interface ProvidedContext {
    testPostgres: { url: string; superuserUrl: string; template: string };
  }
}

// Nothing in a test survives its run, so nothing waits for the disk.
const settings = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'autovacuum=off'];

/** One real Postgres for a run, with one migrated database from which each test clones its own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'coinslot-pg-'));
  const embedded = await openEmbedded({ dataDir, settings });
  const template = `template_${randomBytes(4).toString('hex')}`;
  const admin = new pg.Client({ connectionString: embedded.url });
  await admin.connect();
  await admin.query(`create database ${template}`);
  await admin.end();
  const url = new URL(embedded.url);
  url.pathname = `/${template}`;
  await migrateDatabase(url.href);
  project.provide('testPostgres', { url: embedded.url, superuserUrl: embedded.superuserUrl, template });
  return async () => {
    await stopPostmaster(path.join(dataDir, 'postgres', 'data'));
    await rm(dataDir, { recursive: true, force: true });
  };
}
