import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { backupFileName, deleteOldBackups, listBackupFiles } from './backup-files.ts';

const now = new Date('2026-11-22T04:00:00.000Z');
const daysAgo = (days: number) => backupFileName(new Date(now.getTime() - days * 86_400_000));

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'coinslot-backups-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function put(...names: string[]): Promise<void> {
  for (const name of names) await writeFile(path.join(folder, name), 'x');
}

test('old backups are deleted, and nothing else that lies there', async () => {
  await put(...[0, 1, 2, 13, 15, 40].map(daysAgo), 'notes.txt', `${daysAgo(50)}.part`);
  const deleted = await deleteOldBackups(folder, 14, now);
  expect(deleted.map((file) => path.basename(file))).toEqual([daysAgo(15), daysAgo(40)]);
  expect((await readdir(folder)).toSorted()).toEqual(
    [...[0, 1, 2, 13].map(daysAgo), 'notes.txt', `${daysAgo(50)}.part`].toSorted(),
  );
});

test('the newest three stay however old they are', async () => {
  await put(...[100, 200, 300, 400].map(daysAgo));
  await deleteOldBackups(folder, 14, now);
  const left = await listBackupFiles(folder);
  expect(left.map(({ file }) => path.basename(file))).toEqual([100, 200, 300].map(daysAgo));
  expect(left[0]?.takenAt.toISOString()).toBe('2026-08-14T04:00:00.000Z');
});

test('a folder that is not there holds no backups', async () => {
  expect(await listBackupFiles(path.join(folder, 'none'))).toEqual([]);
});
