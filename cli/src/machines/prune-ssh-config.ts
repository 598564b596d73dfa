import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { filesOf, readMark } from './ssh-config-block.ts';

/** Removes what was installed for this server's machines that run no more, keys included. Answers the names that went. */
export async function pruneSshConfig(
  running: { server: string; machines: readonly string[] },
  folder: string,
): Promise<string[]> {
  const own = path.join(folder, 'coinslot');
  const blocks = (await readdir(own).catch(() => [])).filter((name) => name.endsWith('.conf'));
  const gone: string[] = [];
  for (const block of blocks) {
    const mark = readMark(await readFile(path.join(own, block), 'utf8'));
    if (mark?.server !== running.server || running.machines.includes(mark.machineId)) continue;
    const host = block.slice(0, -'.conf'.length);
    await Promise.all(Object.values(filesOf({ folder, host })).map((file) => rm(file, { force: true })));
    gone.push(host);
  }
  return gone;
}
