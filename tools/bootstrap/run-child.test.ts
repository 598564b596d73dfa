import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

// A wrapper as bootstrap.mjs makes it, around a small program that counts the signals it gets.
const wrapper = `
  import { spawn } from 'node:child_process';
  import { runChild } from ${JSON.stringify(path.join(import.meta.dirname, 'run-child.mjs'))};
  const child = spawn(process.execPath, ['-e', process.argv[1]], { detached: true, stdio: 'inherit' });
  process.exit(await runChild(child));`;

const counting = `
  let count = 0;
  process.on('SIGINT', () => { count += 1; setTimeout(() => { console.log('signals ' + count); process.exit(7); }, 600); });
  console.log('ready'); setInterval(() => {}, 1000);`;

it('hands a doubled Ctrl-C over once and ends with the exit code of the child', async () => {
  const { process: wrapped, output } = await start(counting);
  wrapped.kill('SIGINT');
  await new Promise((resolve) => setImmediate(resolve));
  wrapped.kill('SIGINT');
  expect(await once(wrapped, 'exit')).toEqual([7, null]);
  expect(output()).toContain('signals 1');
});

it('ends with 128 + n when signal n ended the child', async () => {
  const { process: wrapped } = await start(`console.log('ready'); setInterval(() => {}, 1000);`);
  wrapped.kill('SIGTERM');
  expect(await once(wrapped, 'exit')).toEqual([143, null]);
});

it('ends what the child left in its process group', async () => {
  const leaving = `
    const left = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    console.log('ready ' + left.pid); left.unref(); process.exitCode = 3;`;
  const { process: wrapped, output } = await start(leaving);
  expect(await once(wrapped, 'exit')).toEqual([3, null]);
  const pid = Number(/ready (\d+)/.exec(output())?.[1]);
  await expect.poll(() => isAlive(pid)).toBe(false);
});

async function start(program: string) {
  const child = spawn(process.execPath, ['--input-type=module', '-e', wrapper, program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  await once(child.stdout, 'data');
  return { process: child, output: () => text };
}

/** A zombie that nobody has collected yet has ended. */
function isAlive(pid: number): boolean {
  try {
    if (process.platform === 'linux') return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
