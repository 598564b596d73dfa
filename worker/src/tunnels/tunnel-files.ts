import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { startOf } from '../identity/process-stat.ts';
import { writeFileAtomically } from '../identity/write-file-atomically.ts';

/** Which process runs a tunnel of ours, for the worker that comes after a crash. */
export const RunningProcess = z.object({ pid: z.int().positive(), startedAt: z.string().nullable() });
export type RunningProcess = z.infer<typeof RunningProcess>;

export const processFile = 'process.json';

/** The folder of one machine's tunnel, only ours to read: settings, the token for a moment, the process. */
export type TunnelFiles = {
  folder: string;
  settings: string;
  token: string;
  write: (content: { origin: string | null; token: string | null }) => Promise<void>;
  /** cloudflared has read it. */
  removeToken: () => Promise<void>;
  noteProcess: (pid: number) => Promise<void>;
  removeAll: () => Promise<void>;
};

export function tunnelFiles(tunnelsDir: string, name: string): TunnelFiles {
  const folder = join(tunnelsDir, name);
  const [settings, token] = [join(folder, 'config.yml'), join(folder, 'token')];
  return {
    folder,
    settings,
    token,
    async write(content) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      // JSON is YAML. Settings of our own, or those that lie about on the host would be taken.
      const rules = content.origin === null ? {} : { ingress: [{ service: content.origin }] };
      await writeFile(settings, JSON.stringify({ 'no-autoupdate': true, ...rules }), { mode: 0o600 });
      await rm(token, { force: true });
      if (content.token !== null) await writeFile(token, content.token, { mode: 0o600, flag: 'wx' });
    },
    removeToken: () => rm(token, { force: true }),
    noteProcess: (pid) =>
      writeFileAtomically(
        join(folder, processFile),
        JSON.stringify({ pid, startedAt: startOf(pid) } satisfies RunningProcess),
      ),
    removeAll: () => rm(folder, { recursive: true, force: true }),
  };
}
