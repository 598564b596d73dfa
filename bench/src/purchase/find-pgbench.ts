import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { missingPart } from '../missing-part.ts';

const debianFolder = '/usr/lib/postgresql';

/** The pgbench of PGBENCH, of PATH, or of Debian's newest postgresql package. */
export function findPgbench(env: NodeJS.ProcessEnv = process.env): string {
  const named = env['PGBENCH'];
  const folders = [...(env['PATH'] ?? '').split(path.delimiter), ...debianFolders()];
  const candidates = named ? [named] : folders.map((folder) => path.join(folder, 'pgbench'));
  const found = candidates.find(isProgram);
  if (found !== undefined) return found;
  throw missingPart(
    named ? `The program PGBENCH=${named}` : 'pgbench',
    "It comes with Debian's postgresql-15 package; without installing: `apt-get download postgresql-15 && dpkg -x postgresql-15_*.deb there`, then PGBENCH=there/usr/lib/postgresql/15/bin/pgbench.",
  );
}

function debianFolders(): string[] {
  if (!existsSync(debianFolder)) return [];
  return readdirSync(debianFolder)
    .sort()
    .toReversed()
    .map((version) => path.join(debianFolder, version, 'bin'));
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
