import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The folder of one machine's tunnel, only ours to read: settings, and the token for a moment. */
export type TunnelFiles = {
  folder: string;
  settings: string;
  token: string;
  write: (content: { origin: string | null; token: string | null }) => Promise<void>;
  /** cloudflared has read it. */
  removeToken: () => Promise<void>;
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
    removeAll: () => rm(folder, { recursive: true, force: true }),
  };
}
