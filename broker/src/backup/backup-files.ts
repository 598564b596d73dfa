import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';

const ending = '.tar.zst.age';
const keptAlways = 3;

/** By its name the newest file is the last one. */
export function backupFileName(at: Date): string {
  return `coinslot-${at
    .toISOString()
    .replaceAll(':', '-')
    .replace(/\.\d+Z$/, 'Z')}${ending}`;
}

export interface BackupFile {
  file: string;
  bytes: number;
  takenAt: Date;
}

/** The backups of a folder, the newest first; none when there is no such folder. */
export async function listBackupFiles(folder: string): Promise<BackupFile[]> {
  const names = await readdir(folder).catch(() => []);
  const dated = names.flatMap((name) => {
    const at = /^coinslot-(\d{4}-\d\d-\d\dT)(\d\d)-(\d\d)-(\d\d)Z\.tar\.zst\.age$/.exec(name);
    return at === null ? [] : [{ name, takenAt: new Date(`${at[1]}${at[2]}:${at[3]}:${at[4]}Z`) }];
  });
  const files = await Promise.all(
    dated.map(async ({ name, takenAt }) => {
      const file = path.join(folder, name);
      return { file, takenAt, bytes: (await stat(file)).size };
    }),
  );
  return files.toSorted((a, b) => b.takenAt.getTime() - a.takenAt.getTime());
}

/** Deletes what is older than the days, but never the newest three. Answers what was deleted. */
export async function deleteOldBackups(
  folder: string,
  retentionDays: number,
  now = new Date(),
): Promise<string[]> {
  const oldest = now.getTime() - retentionDays * 86_400_000;
  const old = (await listBackupFiles(folder))
    .slice(keptAlways)
    .filter(({ takenAt }) => takenAt.getTime() < oldest);
  for (const { file } of old) await rm(file, { force: true });
  return old.map(({ file }) => file);
}
