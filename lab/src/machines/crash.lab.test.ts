import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createPageClient, type PageClient } from '../testing/page-client.ts';
import { addAccount, password, skipped, suiteTitle, testEnvironment } from '../testing/test-lab.ts';

const ReadyLine = z.object({ msg: z.literal('lab is listening'), url: z.url(), port: z.number() });

describe.skipIf(skipped)(suiteTitle('the lab process'), () => {
  let folder: string;
  let dataDir: string;
  const started: ChildProcess[] = [];

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lab-crash-'));
    // A long path: the sockets of the machines must not depend on it.
    dataDir = join(folder, 'a'.repeat(100), 'b'.repeat(100));
    mkdirSync(dataDir, { recursive: true });
    await addAccount(dataDir, 'crash', 2);
  });
  afterEach(async () => {
    for (const child of started.splice(0)) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill('SIGTERM'); // lets it remove its machines' cgroups
      await new Promise((resolve) => child.once('exit', resolve));
    }
    rmSync(folder, { recursive: true });
  });

  async function startProcess(): Promise<{
    child: ChildProcess;
    person: PageClient;
    exited: Promise<number | null>;
  }> {
    const child = spawn(process.execPath, [join(import.meta.dirname, '..', 'main.ts')], {
      env: { ...testEnvironment(dataDir), LAB_LOG_LEVEL: 'info', PATH: process.env['PATH'] },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    started.push(child);
    const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
    const port = await new Promise<number>((resolve, reject) => {
      child.stderr.once('data', (data: Buffer) => reject(new Error(data.toString())));
      createInterface({ input: child.stdout }).on('line', (line) => {
        const ready = ReadyLine.safeParse(JSON.parse(line));
        if (ready.success) resolve(ready.data.port);
      });
    });
    const person = createPageClient(port);
    await person.signIn('crash', password);
    return { child, person, exited };
  }

  test('killed with -9 it leaves no process behind, and its next start knows the machine as lost', async () => {
    const { child, person, exited } = await startProcess();
    const { id } = await person.startMachine({ minutes: '5' });
    expect((await person.get(`/machines/${id}`)).text('end-reason')).toBeNull();
    const pids = processesBelow(child.pid ?? 0);
    expect(pids.length).toBeGreaterThanOrEqual(3);
    child.kill('SIGKILL');
    await exited;
    await expect.poll(() => pids.filter(isAlive), { timeout: 20_000, interval: 20 }).toEqual([]);

    const again = await startProcess();
    const page = await again.person.get(`/machines/${id}`);
    expect(page.text('machine-state')).toBe('ended');
    expect(page.text('end-reason')).toContain('lost');
    expect(cgroupsOf(id)).toEqual([]);
    expect((await again.person.startMachine({ minutes: '5' })).state).toBe('running');
  });

  test('told to stop it ends its machines, exits with 0 and leaves nothing', async () => {
    const { child, person, exited } = await startProcess();
    const { id } = await person.startMachine({ minutes: '5' });
    await person.post('/catalogue/linux-small/start', { minutes: '5' });
    const pids = processesBelow(child.pid ?? 0);
    child.kill('SIGTERM');
    expect(await exited).toBe(0);
    expect(pids.filter(isAlive)).toEqual([]);
    expect(cgroupsOf(id)).toEqual([]);
  });

  test('a second lab on the same folder is refused', async () => {
    await startProcess();
    await expect(startProcess()).rejects.toThrow(/^Another lab is running on .*Stop it/);
  });
});

function statOf(pid: number): { state: string; parent: number } | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state = '', parent] = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { state, parent: Number(parent) };
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  const stat = statOf(pid);
  return stat !== null && stat.state !== 'Z';
}

function processesBelow(ancestor: number): number[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
  const children = all.filter((pid) => statOf(pid)?.parent === ancestor);
  return children.flatMap((pid) => [pid, ...processesBelow(pid)]);
}

function cgroupsOf(id: string): string[] {
  return readFileSync('/proc/self/cgroup', 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [, controllers = '', path = ''] = line.split(':');
      const folder = join('/sys/fs/cgroup', controllers, path);
      return safeList(folder).filter((name) => name.includes(id));
    });
}

function safeList(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
