import { readFile } from 'node:fs/promises';
import { text as readText } from 'node:stream/consumers';
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';

export interface BackupKey {
  /** Opens backups (`AGE-SECRET-KEY-1…`). Belongs where the server cannot read it. */
  identity: string;
  /** Makes backups that only the identity opens (`age1…`). No secret. */
  recipient: string;
}

/** A new pair, as `age-keygen` makes it. */
export async function makeBackupKey(): Promise<BackupKey> {
  const identity = await generateX25519Identity();
  return { identity, recipient: await identityToRecipient(identity) };
}

/** Whether this names somebody who can open what is encrypted for them. */
export function isRecipient(text: string): boolean {
  try {
    new Encrypter().addRecipient(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * The identities in a file as `age-keygen` writes it: one a line, `#` begins a comment. `-` = standard input, so that the key need
 * not be written to the server's disk.
 *
 * @throws a sentence when there is none, or one that is none; never with what the file says
 */
export async function readIdentities(file: string): Promise<string[]> {
  const read = file === '-' ? readText(process.stdin) : readFile(file, 'utf8');
  const text = await read.catch((error: unknown) => {
    throw new Error(`The key file ${file} cannot be read. Give the file that "backup make-key" wrote.`, {
      cause: error,
    });
  });
  const lines = text.split('\n').map((line) => line.trim());
  const identities = lines.filter((line) => line !== '' && !line.startsWith('#'));
  if (identities.length === 0 || !identities.every(isIdentity)) {
    throw new Error(
      `${file} holds no key that opens backups: its line begins with AGE-SECRET-KEY-. (age1… is the public half.)`,
    );
  }
  return identities;
}

function isIdentity(text: string): boolean {
  try {
    new Decrypter().addIdentity(text);
    return true;
  } catch {
    return false;
  }
}
