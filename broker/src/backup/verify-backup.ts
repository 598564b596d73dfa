import type { BackupContents, BackupHead } from './backup-contents.ts';
import { openBackup } from './open-backup.ts';

export interface VerifiedBackup {
  head: BackupHead;
  contents: BackupContents;
  secrets: string[];
}

/** Reads a backup to its end and compares all that it says of itself. Touches no database. Throws a sentence when it is not whole. */
export async function verifyBackup(file: string, identities: readonly string[]): Promise<VerifiedBackup> {
  let head: BackupHead | undefined;
  let contents: BackupContents | undefined;
  const secrets: string[] = [];
  await openBackup(file, identities, {
    head: async (read) => void (head = read),
    secret: async (name) => void secrets.push(name),
    rows: async () => undefined,
    contents: async (read) => void (contents = read),
  });
  if (head === undefined || contents === undefined) throw new Error(`${file} is empty.`);
  return { head, contents, secrets };
}
