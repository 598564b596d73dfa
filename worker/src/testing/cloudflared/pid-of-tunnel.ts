import { readdirSync, readFileSync } from 'node:fs';

/** Who runs the tunnel whose files are in this folder of a worker's. Throws when nobody does. */
export function pidOfTunnel(folder: string): number {
  const pid = readdirSync('/proc').find((name) => /^\d+$/.test(name) && runs(name, folder));
  if (pid === undefined) throw new Error(`Nobody runs the tunnel of ${folder}.`);
  return Number(pid);
}

function runs(pid: string, folder: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(`${folder}/config.yml`);
  } catch {
    return false;
  }
}
