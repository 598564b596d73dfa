import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/**
 * Takes a lock file for this process. A lock whose process is gone is taken over; a process is known by its id and
 * its start time, so a reused id does not keep a dead lock alive.
 *
 * @param {string} file
 * @returns {{ acquired: true, release: () => void } | { acquired: false, holderPid: number, release: () => void }}
 */
export function acquireLock(file) {
  const mine = JSON.stringify({ pid: process.pid, startedAt: processStart(process.pid) });
  // Written aside and linked into place: nobody ever reads half a lock, and link fails when one exists.
  const aside = `${file}.${process.pid}`;
  writeFileSync(aside, mine, { mode: 0o600 });
  try {
    for (;;) {
      if (tryLink(aside, file)) return { acquired: true, release: () => release(file, mine) };
      const text = readLock(file);
      if (text === undefined) continue;
      const holder = parseLock(text);
      if (holder !== undefined && isAlive(holder))
        return { acquired: false, holderPid: holder.pid, release: () => {} };
      removeStale(file, text);
    }
  } finally {
    rmSync(aside, { force: true });
  }
}

function tryLink(from, to) {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Moves the dead lock away; if somebody has replaced it in between, his lock goes back where it was. */
function removeStale(file, expected) {
  const grave = `${file}.stale-${process.pid}`;
  try {
    renameSync(file, grave);
  } catch (error) {
    if (error.code === 'ENOENT') return;
    throw error;
  }
  if (readLock(grave) !== expected) tryLink(grave, file);
  rmSync(grave, { force: true });
}

function release(file, mine) {
  if (readLock(file) === mine) rmSync(file, { force: true });
}

function readLock(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function parseLock(text) {
  try {
    const { pid, startedAt } = JSON.parse(text);
    return Number.isInteger(pid) && pid > 0 ? { pid, startedAt } : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(holder) {
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    // EPERM: it lives and belongs to somebody else.
    if (error.code !== 'EPERM') return false;
  }
  const startedAt = processStart(holder.pid);
  return startedAt === undefined || holder.startedAt === undefined || startedAt === holder.startedAt;
}

/** Start time in clock ticks since boot on Linux, 'ended' for a zombie; undefined where there is no /proc. */
function processStart(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? 'ended' : fields[19];
  } catch {
    return undefined;
  }
}
