import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { explainFailure } from './explain-failure.ts';
import type { PostgresPrograms } from './postgres-programs.ts';
import { giveFolder, type RunAs, spawnAs } from './run-as.ts';

/** Passwords of the embedded Postgres: its superuser, and the ordinary role that owns the database. Kept 0600. */
const Passwords = z.object({ superuser: z.string().min(20), coinslot: z.string().min(20) });
export type Passwords = z.infer<typeof Passwords>;

export interface Cluster {
  /** Ours: holds the data folder, the passwords, the log. */
  folder: string;
  dataFolder: string;
  logFile: string;
  passwords: Passwords;
}

/** The database files below `folder`, made on the first start. Made aside and renamed: a killed first start leaves nothing half. */
export async function ensureCluster(programs: PostgresPrograms, as: RunAs, folder: string): Promise<Cluster> {
  const dataFolder = path.join(folder, 'data');
  const passwords = await ensurePasswords(path.join(folder, 'passwords.json'));
  if (!existsSync(path.join(dataFolder, 'PG_VERSION'))) {
    const unfinished = path.join(folder, 'data.unfinished');
    await rm(unfinished, { recursive: true, force: true });
    await mkdir(unfinished, { mode: 0o700 });
    await giveFolder(as, unfinished, [path.dirname(folder), folder]);
    await runInitdb(programs, as, unfinished, passwords.superuser);
    await rename(unfinished, dataFolder);
  }
  return { folder, dataFolder, logFile: path.join(folder, 'server.log'), passwords };
}

export async function readPasswords(folder: string): Promise<Passwords | undefined> {
  const text = await readFile(path.join(folder, 'passwords.json'), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : Passwords.parse(JSON.parse(text));
}

/** The folder, made if it is absent; throws a sentence when it cannot be written. Several starters may call it at once. */
export async function makeOwnFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(path.join(folder, '.writable'), '');
    // Another starter that looks at the same time may have removed it already.
    await rm(path.join(folder, '.writable'), { force: true });
  } catch (error) {
    throw new Error(explainFailure(error instanceof Error ? error.message : '', folder), { cause: error });
  }
}

async function ensurePasswords(file: string): Promise<Passwords> {
  const known = await readPasswords(path.dirname(file));
  if (known !== undefined) return known;
  const made = { superuser: randomBytes(24).toString('hex'), coinslot: randomBytes(24).toString('hex') };
  await writeFile(`${file}.new`, JSON.stringify(made), { mode: 0o600 });
  await rename(`${file}.new`, file);
  await chmod(file, 0o600);
  return made;
}

async function runInitdb(
  programs: PostgresPrograms,
  as: RunAs,
  dataFolder: string,
  superuserPassword: string,
): Promise<void> {
  // initdb reads the password from a file only (a pipe of Node is a socket, which /dev/stdin cannot open again).
  const passwordFile = `${dataFolder}.password`;
  await writeFile(passwordFile, superuserPassword, { mode: 0o600 });
  await giveFolder(as, passwordFile, []);
  const args = ['-D', dataFolder, '-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`];
  args.push('-E', 'UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8');
  const child = spawnAs(as, programs.initdb, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stdout?.on('data', (chunk: Buffer) => void (said += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => void (said += chunk.toString()));
  const code = await new Promise((resolve) => {
    child.once('error', (error) => {
      said += error.message;
      resolve(-1);
    });
    child.once('close', resolve);
  });
  await rm(passwordFile, { force: true });
  if (code !== 0) throw new Error(explainFailure(said, dataFolder));
}
