import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { acquireLock } from './process-lock.mjs';

const module = path.join(import.meta.dirname, 'process-lock.mjs');

it('refuses a second holder and names the first', async () => {
  const file = lockFile();
  const other = await holdInOtherProcess(file);
  expect(acquireLock(file)).toMatchObject({ acquired: false, holderPid: other.pid });
  other.kill('SIGKILL');
  await once(other, 'exit');
});

it('takes over the lock of a process that was killed', async () => {
  const file = lockFile();
  const other = await holdInOtherProcess(file);
  other.kill('SIGKILL');
  await once(other, 'exit');
  expect(existsSync(file)).toBe(true);
  const lock = acquireLock(file);
  expect(lock.acquired).toBe(true);
  lock.release();
  expect(existsSync(file)).toBe(false);
});

it('is not fooled by a process id that was given to another process', () => {
  const file = lockFile();
  writeFileSync(file, JSON.stringify({ pid: process.ppid, startedAt: '1' }));
  expect(acquireLock(file).acquired).toBe(process.platform === 'linux');
});

it('takes over a lock that holds no sense', () => {
  const file = lockFile();
  writeFileSync(file, 'half a lo');
  expect(acquireLock(file).acquired).toBe(true);
});

it('gives a dead lock to exactly one of many that want it', async () => {
  const file = lockFile();
  writeFileSync(file, JSON.stringify({ pid: 2 ** 30, startedAt: '1' }));
  const script = `import { acquireLock } from ${JSON.stringify(module)};
    process.stdout.write(acquireLock(process.argv[1]).acquired ? 'yes' : 'no');
    process.stdin.resume(); process.stdin.on('end', () => process.exit());`;
  const many = Array.from({ length: 6 }, () =>
    spawn(process.execPath, ['--input-type=module', '-e', script, file], {
      stdio: ['pipe', 'pipe', 'inherit'],
    }),
  );
  const answers = await Promise.all(many.map(async (child) => String((await once(child.stdout, 'data'))[0])));
  for (const child of many) child.stdin.end();
  await Promise.all(many.map((child) => once(child, 'exit')));
  expect(answers.filter((answer) => answer === 'yes')).toHaveLength(1);
});

function lockFile(): string {
  return path.join(mkdtempSync(path.join(os.tmpdir(), 'lock-')), 'lock');
}

async function holdInOtherProcess(file: string) {
  const script = `import { acquireLock } from ${JSON.stringify(module)}; acquireLock(process.argv[1]); process.stdout.write('held'); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ pid: child.pid });
  return child;
}
