import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { openLogFile } from './log-file.ts';
import type { Program } from './supervise.ts';
import { supervise } from './supervise.ts';

const ready = `console.log(JSON.stringify({ level: 30, msg: 'up', url: 'http://x' }));`;
const live = `setInterval(() => {}, 1000);`;

it('is ready when the program says so, and hands its facts over', async () => {
  const { part } = begin(`${ready} ${live}`);
  await expect(part.ready).resolves.toMatchObject({ msg: 'up', url: 'http://x' });
  await part.stop();
});

it('starts a crashed program again', async () => {
  const { part, said } = begin(`
    const fs = require('node:fs');
    ${ready}
    if (fs.existsSync('crashed')) { ${live} } else { fs.writeFileSync('crashed', ''); setTimeout(() => process.exit(3), 50); }`);
  await part.ready;
  await expect.poll(() => said).toContain('trial: running again.');
  expect(said[0]).toMatch(/^trial: ended \(exit code 3\); it starts again/);
  await part.stop();
});

it('waits longer after every crash', async () => {
  const { part, said } = begin(`${ready} setTimeout(() => process.exit(1), 5);`, {
    backoffMs: [1, 20, 60_000],
  });
  await part.ready;
  await expect.poll(() => said.filter((line) => line.includes('starts again')).at(-1)).toContain('in 60 s');
  await part.stop();
});

it('does not repeat a first start that fails, and shows what the program said', async () => {
  const { part, said } = begin(`console.error('LAB_PORT: not a number'); process.exit(1);`);
  await expect(part.ready).rejects.toThrow(/trial ended: exit code 1\.\s+LAB_PORT: not a number/);
  await part.stop();
  expect(said).toEqual([]);
});

it('stops starting a program whose environment is refused after its last words, and says why once', async () => {
  const asked: (string | undefined)[] = [];
  const { part, said } = begin(
    `${ready} console.log(JSON.stringify({ level: 60, msg: 'the key is void' })); process.exit(1);`,
    {},
    {
      environment: ({ diedSaying }) => {
        asked.push(diedSaying);
        return Promise.resolve(
          diedSaying === undefined ? { env: process.env } : { refused: 'Enrol it anew.' },
        );
      },
    },
  );
  await part.ready;
  await expect.poll(() => said.at(-1)).toBe('trial: Enrol it anew.');
  await part.stop();
  expect(asked).toEqual([undefined, 'the key is void']);
});

it('gives up on a program that is never ready', async () => {
  const { part } = begin(live, {}, { readyWithinMs: 200 });
  await expect(part.ready).rejects.toThrow('was not ready within 0.2 s');
  await part.stop();
});

it('ends a program that ignores SIGTERM, and the whole group below it', async () => {
  const { part, log } = begin(
    `const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' });
     process.on('SIGTERM', () => {}); console.log('child ' + child.pid); ${ready} ${live}`,
    {},
    { ladder: { againAfterMs: 50, killAfterMs: 150 } },
  );
  await part.ready;
  const pid = Number(/child (\d+)/.exec(readFileSync(log, 'utf8'))?.[1]);
  await part.stop();
  await expect.poll(() => hasEnded(pid)).toBe(true);
});

it('passes SIGTERM a second time before it kills', async () => {
  const { part, log } = begin(
    `let n = 0; process.on('SIGTERM', () => { n += 1; if (n === 2) { console.log('second'); process.exit(0); } }); ${ready} ${live}`,
    {},
    { ladder: { againAfterMs: 50, killAfterMs: 20_000 } },
  );
  await part.ready;
  await part.stop();
  expect(readFileSync(log, 'utf8')).toContain('second');
});

it('shows warnings as plain lines and keeps everything in the log', async () => {
  const { part, said, log } = begin(
    `console.log(JSON.stringify({ level: 'error', msg: 'named' }));
     console.log(JSON.stringify({ level: 40, msg: 'disk is \\u001b[2J low', err: { message: 'two\\nlines' } })); ${ready} ${live}`,
  );
  await part.ready;
  expect(said).toEqual(['trial: error: named', 'trial: warning: disk is ·[2J low: two']);
  expect(readFileSync(log, 'utf8')).toContain('"msg":"up"');
  await part.stop();
});

function begin(source: string, options: { backoffMs?: number[] } = {}, overrides: Partial<Program> = {}) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'supervise-'));
  writeFileSync(path.join(folder, 'program.cjs'), source);
  const log = openLogFile(folder, 'trial');
  const said: string[] = [];
  const program: Program = {
    name: 'trial',
    args: ['program.cjs'],
    cwd: folder,
    environment: () => Promise.resolve({ env: process.env }),
    readyMessage: 'up',
    readyWithinMs: 10_000,
    ladder: { againAfterMs: 500, killAfterMs: 1000 },
    ...overrides,
  };
  const part = supervise(program, {
    log,
    say: (line) => said.push(line),
    backoffMs: options.backoffMs ?? [10],
  });
  return { part, said, log: log.file };
}

function hasEnded(pid: number): boolean {
  try {
    if (process.platform === 'linux') return /\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    process.kill(pid, 0);
    return false;
  } catch {
    return true;
  }
}
