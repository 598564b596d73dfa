import { chmodSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { StopError } from '../stop-error.ts';
import { startOf, statOf } from './process-stat.ts';

/** A process is known by its id and its start time, so that a reused id does not keep a dead lock alive. */
const Holder = z.object({ pid: z.int().positive(), startedAt: z.string().nullable() });
type Holder = z.infer<typeof Holder>;

/**
 * Makes the data folder (0700) and takes it for this process; a lock whose process is gone is taken over.
 *
 * @returns what gives the folder back
 * @throws StopError when another living process uses it
 */
export function lockDataDir(dataDir: string): () => void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  chmodSync(dataDir, 0o700);
  const file = join(dataDir, 'lock');
  const mine = JSON.stringify({ pid: process.pid, startedAt: startOf(process.pid) } satisfies Holder);
  // Written aside and linked into place: nobody reads half a lock, and the link fails when one exists.
  const aside = `${file}.${process.pid}`;
  writeFileSync(aside, mine, { mode: 0o600 });
  try {
    while (!tryLink(aside, file)) {
      const text = readOrNull(file);
      if (text !== null) refuseOrBury(file, text, dataDir);
    }
  } finally {
    rmSync(aside, { force: true });
  }
  return () => {
    if (readOrNull(file) === mine) rmSync(file, { force: true });
  };
}

function refuseOrBury(file: string, text: string, dataDir: string): void {
  const holder = parseHolder(text);
  if (holder !== null && isAlive(holder))
    throw new StopError(
      `Another worker (process ${holder.pid}) uses ${dataDir}. Stop it, or give this one another WORKER_DATA_DIR.`,
    );
  const grave = `${file}.stale-${process.pid}`;
  try {
    renameSync(file, grave);
  } catch (error) {
    if (isMissing(error)) return;
    throw error;
  }
  // Somebody may have replaced the dead lock in between: then his goes back.
  if (readOrNull(grave) !== text) tryLink(grave, file);
  rmSync(grave, { force: true });
}

function parseHolder(text: string): Holder | null {
  try {
    return Holder.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

function isAlive(holder: Holder): boolean {
  // In a container every start has the same id: the start time tells our own lock from that of one which was killed.
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    // EPERM: it lives and belongs to somebody else.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  const fields = statOf(holder.pid);
  // A zombie holds nothing; it only waits for its parent to notice.
  if (fields?.[0] === 'Z') return false;
  const startedAt = fields?.[19] ?? null;
  return startedAt === null || holder.startedAt === null || startedAt === holder.startedAt;
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
