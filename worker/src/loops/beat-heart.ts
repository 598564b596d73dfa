import { readFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import type { Heartbeat } from '@coinslot/shared/worker-messages/heartbeat.ts';
import { jittered, pause } from '../pause.ts';
import { watchHost } from './read-host.ts';

export type HeartbeatState = Pick<Heartbeat, 'draining' | 'holds'>;

/**
 * Sends heartbeats on one connection: the first at once, then every `intervalMs` ± 20 %, and whenever `wake` says so.
 * Ends when `signal` (the connection's) is aborted.
 */
export async function beatHeart(options: {
  intervalMs: number;
  signal: AbortSignal;
  nextNumber: () => number;
  state: () => HeartbeatState;
  browserPids: () => number[];
  /** Whose disk is told of. */
  dataDir: string;
  send: (heartbeat: Heartbeat) => void;
  /** Resolves when the next beat shall not wait. */
  wake: () => Promise<void>;
}): Promise<void> {
  const { signal } = options;
  const readHost = watchHost(options.dataDir);
  while (!signal.aborted) {
    const load = { ...(await readLoad(options.browserPids())), host: await readHost() };
    if (signal.aborted) return;
    options.send({ type: 'heartbeat', n: options.nextNumber(), load, ...options.state() });
    const waiting = new AbortController();
    const until = AbortSignal.any([signal, waiting.signal]);
    await Promise.race([pause(jittered(options.intervalMs), until).catch(() => undefined), options.wake()]);
    waiting.abort();
  }
}

async function readLoad(pids: number[]): Promise<Heartbeat['load']> {
  const sizes = await Promise.all(pids.map(readGroupRssBytes));
  const known = sizes.filter((size) => size !== null);
  return {
    workerRssBytes: process.memoryUsage.rss(),
    browserRssBytes: known.length === 0 ? null : known.reduce((sum, size) => sum + size, 0),
    load1: loadavg()[0] ?? 0,
    browserRunning: pids.length > 0,
  };
}

const pageBytes = 4096;

/** The browser's main process and its direct children, from /proc; null where there is none. */
async function readGroupRssBytes(pid: number): Promise<number | null> {
  try {
    const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
    const pids = [String(pid), ...children.split(' ').filter((child) => child !== '')];
    const sizes = await Promise.all(pids.map(readRssBytes));
    return sizes.reduce((sum, size) => sum + size, 0);
  } catch {
    return null;
  }
}

async function readRssBytes(pid: string): Promise<number> {
  const statm = await readFile(`/proc/${pid}/statm`, 'utf8').catch(() => '');
  return Number(statm.split(' ')[1] ?? 0) * pageBytes;
}
