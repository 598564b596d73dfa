import { statfs } from 'node:fs/promises';
import { cpus } from 'node:os';
import type { Heartbeat } from '@coinslot/shared/worker-messages/heartbeat.ts';

type Host = NonNullable<Heartbeat['load']['host']>;

/** Looks at this host again and again: how busy its processors were since the last look, and how full the disk of `folder` is. */
export function watchHost(folder: string): () => Promise<Host | undefined> {
  let before = readTimes();
  return async () => {
    const now = readTimes();
    const all = now.all - before.all;
    const cpuBusyRatio = all === 0 ? 0 : Math.min(1, Math.max(0, (now.busy - before.busy) / all));
    before = now;
    try {
      const { blocks, bfree, bavail } = await statfs(folder);
      const used = blocks - bfree;
      return { cpuBusyRatio, diskUsedRatio: used + bavail === 0 ? 0 : used / (used + bavail) };
    } catch {
      // A folder that is gone is somebody else's alarm.
      return undefined;
    }
  };
}

function readTimes(): { busy: number; all: number } {
  let busy = 0;
  let all = 0;
  for (const { times } of cpus()) {
    const worked = times.user + times.nice + times.sys + times.irq;
    busy += worked;
    all += worked + times.idle;
  }
  return { busy, all };
}
