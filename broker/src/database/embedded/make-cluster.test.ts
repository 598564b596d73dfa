import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeOwnFolder } from './make-cluster.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'coinslot-cluster-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

test('many starters at once find one folder writable, and leave nothing in it', async () => {
  const folder = path.join(home, 'data', 'postgres');
  await Promise.all(Array.from({ length: 40 }, () => makeOwnFolder(folder)));
  expect(await readdir(folder)).toEqual([]);
});

test('a folder that cannot be is refused by a sentence', async () => {
  await writeFile(path.join(home, 'data'), 'a file where the folder should be');
  await expect(makeOwnFolder(path.join(home, 'data', 'postgres'))).rejects.toThrow(/did not start/);
});
