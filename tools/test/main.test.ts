import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, expect, it } from 'vitest';

// The real `npm test` program in a copy of tools/, over a package with tests of every fate.
const repository = path.resolve(import.meta.dirname, '..', '..');
const header = `import { describe, expect, it, beforeAll } from 'vitest';\n`;
const passing = `it('adds', () => expect(1 + 1).toBe(2));\n`;

let running: ReturnType<typeof spawn> | undefined;
afterEach(() => running?.kill('SIGKILL'));

it('closes with the counts and answers 0 when all passed', async () => {
  const { last, code } = await runTests({ 'lab/a.test.ts': passing });
  // The test, the dashboard's build, and the look for what was left behind.
  expect({ last, code }).toEqual({ last: '3 passed, 0 failed', code: 0 });
});

it('counts a failing test, a file that does not load, and a suite whose preparation fails', async () => {
  const { last, code, output } = await runTests({
    'lab/a.test.ts': `it('is wrong', () => expect(1).toBe(2));\n`,
    'lab/b.test.ts': `throw new Error('no such thing');\n`,
    'lab/c.test.ts': `describe('part', () => { beforeAll(() => { throw new Error('x'); }); ${passing} });\n`,
  });
  expect({ last, code }).toEqual({ last: '2 passed, 3 failed', code: 1 });
  expect(output).toContain('failed: lab/b.test.ts (could not run)');
  expect(output).toContain('failed: lab/c.test.ts > part (could not run)');
});

const skipping = `it('logs in', (context) => context.skip('no ssh client'));\n${passing}`;

it('lists a skipped test with its reason', async () => {
  const { last, code, output } = await runTests({ 'lab/a.test.ts': skipping });
  expect(output).toContain('skipped: lab/a.test.ts > logs in: no ssh client');
  expect({ last, code }).toEqual({ last: '3 passed, 0 failed, 1 skipped', code: 0 });
});

it('counts a skipped test as failed in CI', async () => {
  const { last, code } = await runTests({ 'lab/a.test.ts': skipping }, ['lab'], { CI: 'true' });
  expect({ last, code }).toEqual({ last: '3 passed, 1 failed', code: 1 });
});

it('runs only what was named, and does not call the rest skipped', async () => {
  const files = {
    'lab/a.test.ts': `${passing}it('is wrong', () => expect(1).toBe(2));\n`,
    'lab/b.test.ts': passing,
  };
  const { last, code } = await runTests(files, ['lab/a', '-t', 'adds']);
  expect({ last, code }).toEqual({ last: '3 passed, 0 failed', code: 0 });
});

it('fails when no test matches', async () => {
  const { last, code } = await runTests({ 'lab/a.test.ts': passing }, ['nowhere']);
  expect({ last, code }).toEqual({ last: '2 passed, 1 failed', code: 1 });
});

it.runIf(process.platform === 'linux')('fails when a test leaves a process behind, and ends it', async () => {
  const { last, code, output } = await runTests({
    'lab/a.test.ts': `import { spawn } from 'node:child_process';
      it('leaves', () => { spawn('sleep', ['600'], { detached: true, stdio: 'ignore' }).unref(); });\n`,
  });
  expect({ last, code }).toEqual({ last: '2 passed, 1 failed', code: 1 });
  const pid = Number(/process (\d+): sleep 600/.exec(output)?.[1]);
  expect(pid).toBeGreaterThan(0);
});

async function runTests(
  files: Record<string, string>,
  args: string[] = ['lab'],
  env: NodeJS.ProcessEnv = {},
) {
  const root = mkdtempSync(path.join(os.tmpdir(), 'test-'));
  cpSync(path.join(repository, 'tools'), path.join(root, 'tools'), {
    recursive: true,
    filter: (source) => !source.includes('node_modules') && !source.endsWith('.test.ts'),
  });
  writeFileSync(path.join(root, 'tools', 'web-build.ts'), `export async function buildWeb() {}`);
  cpSync(path.join(repository, 'vitest.config.ts'), path.join(root, 'vitest.config.ts'));
  mkdirSync(path.join(root, 'web', 'build'), { recursive: true });
  writeFileSync(
    path.join(root, 'web', 'build', 'words-plugins.ts'),
    'export function wordsPlugins() { return []; }',
  );
  symlinkSync(path.join(repository, 'node_modules'), path.join(root, 'node_modules'));
  symlinkSync(path.join(repository, 'tools', 'node_modules'), path.join(root, 'tools', 'node_modules'));
  for (const [file, source] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), header + source);
  }
  const child = spawn(process.execPath, ['tools/test/main.ts', ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...withoutVitest(process.env), CI: '', ...env },
  });
  running = child;
  let output = '';
  // Two pipes are read in no order: the last line is that of one of them.
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => {
    printed += chunk.toString();
    output += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code] = await once(child, 'close');
  return { code: Number(code), output, last: printed.trimEnd().split('\n').at(-1) };
}

/** This test runs inside vitest, whose own variables would confuse the inner one. */
function withoutVitest(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !name.startsWith('VITEST') && name !== 'NODE_ENV'),
  );
}
