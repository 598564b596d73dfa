import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Api } from '../api/create-api.ts';
import { listMachines } from './find-machine.ts';
import { filesOf, readMark } from './ssh-config-block.ts';

/** Removes what was installed for this server's machines that have ended, keys included. Answers the names that went. */
export async function pruneSshConfig(api: Api, folder: string): Promise<string[]> {
  const own = path.join(folder, 'coinslot');
  const blocks = (await readdir(own).catch(() => [])).filter((name) => name.endsWith('.conf'));
  if (blocks.length === 0) return [];
  const running = new Set((await listMachines(api, 'active')).map(({ id }) => id));
  const gone: string[] = [];
  for (const block of blocks) {
    const mark = readMark(await readFile(path.join(own, block), 'utf8'));
    if (mark === null || mark.server !== api.server || running.has(mark.machineId)) continue;
    const host = block.slice(0, -'.conf'.length);
    await Promise.all(Object.values(filesOf({ folder, host })).map((file) => rm(file, { force: true })));
    gone.push(host);
  }
  return gone;
}
