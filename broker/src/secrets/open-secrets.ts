import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createSecretBox, type SecretBox } from './secret-box.ts';

export interface Secrets extends SecretBox {
  /** Signs sign-in cookies. */
  readonly authSecret: string;
}

export interface OpenSecretsOptions {
  dataDir: string;
  /** Newest first; empty = the generated one in the data folder. */
  keys: readonly Buffer[];
  authSecret: string | undefined;
}

/** The configured secrets, or ones made on the first start and kept in the data folder (0600). */
export async function openSecrets(options: OpenSecretsOptions): Promise<Secrets> {
  const folder = path.join(options.dataDir, 'secrets');
  const keys =
    options.keys.length > 0
      ? options.keys
      : [Buffer.from(await readOrMake(path.join(folder, 'secret-key')), 'base64')];
  const authSecret = options.authSecret ?? (await readOrMake(path.join(folder, 'auth-secret')));
  return { ...createSecretBox(keys), authSecret };
}

async function readOrMake(file: string): Promise<string> {
  try {
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    // Two first starts at once: the one that creates the file decides, the other reads it.
    await writeFile(file, randomBytes(32).toString('base64'), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    if (error.code !== 'EEXIST') {
      throw new Error(
        `The data folder ${path.dirname(path.dirname(file))} cannot be written (${String(error.code)}). Make it belong to the user who starts Coinslot, or set COINSLOT_DATA_DIR to another folder.`,
        { cause: error },
      );
    }
  }
  return (await readFile(file, 'utf8')).trim();
}
