import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockDataDir } from './lock-data-dir.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'coinslot-lock-'))));
afterEach(() => rmSync(folder, { recursive: true }));

test('a folder that is in use is refused until it is given back', () => {
  const unlock = lockDataDir(folder);
  expect(() => lockDataDir(folder)).toThrow(`uses ${folder}`);
  unlock();
  lockDataDir(folder)();
});

test('a lock of a killed start with the same process id is taken over, as in a container where every start has it', () => {
  writeFileSync(path.join(folder, 'lock'), JSON.stringify({ pid: process.pid, startedAt: '1' }));
  const unlock = lockDataDir(folder);
  expect(() => lockDataDir(folder)).toThrow(`uses ${folder}`);
  unlock();
});
