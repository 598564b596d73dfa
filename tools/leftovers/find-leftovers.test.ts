import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { findLeftovers } from './find-leftovers.ts';

it.runIf(process.platform === 'linux')('finds a process that outlived its run, until it ends', async () => {
  const mark = {
    variable: 'COINSLOT_LEFTOVER_TRIAL',
    folder: mkdtempSync(path.join(os.tmpdir(), 'leftovers-')),
  };
  const child = spawn(process.execPath, ['-e', `console.log('up'); setInterval(() => {}, 1000)`], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, [mark.variable]: mark.folder },
  });
  await once(child.stdout, 'data');
  const found = await findLeftovers(mark, 0);
  expect(found.processes.map(({ pid }) => pid)).toEqual([child.pid]);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(await findLeftovers(mark, 2000)).toEqual({ processes: [], mounts: [] });
});

it.runIf(process.platform === 'linux')('leaves alone a server whose folder is somebody else’s', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'leftovers-'));
  const mark = { variable: 'COINSLOT_LEFTOVER_TRIAL', folder, owns: (name: string) => name === 'worker-1' };
  const startBrowser = async (name: string) => {
    const args = [
      '-e',
      `console.log('up'); setInterval(() => {}, 1000)`,
      '--',
      `--user-data-dir=${folder}/${name}/chromium`,
    ];
    const child = spawn(process.execPath, args, { argv0: 'chrome', stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    return child;
  };
  const [own, foreign] = await Promise.all([startBrowser('worker-1'), startBrowser('worker')]);
  const found = await findLeftovers(mark, 0);
  expect(found.processes.map(({ pid }) => pid)).toEqual([own.pid]);
  for (const child of [own, foreign]) child.kill('SIGKILL');
  await Promise.all([own, foreign].map((child) => once(child, 'exit')));
});
