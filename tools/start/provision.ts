import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Environments } from './environments.ts';
import { runCommand } from './run-command.ts';
import { KnownWorker } from './worker-folder.ts';

/** Where the parts and their commands run, and with what environment. */
export interface Commands {
  root: string;
  dataDir: string;
  env: Environments;
}

const Provisioned = z.object({ labUrl: z.string(), database: z.string() });

const seats = [
  { username: 'seat-1', maxConcurrent: 2 },
  { username: 'seat-2', maxConcurrent: 2 },
];

/**
 * Gives the bundled lab its accounts and tells the broker about them, once for a database and a lab address.
 * The passwords live in this function only: the lab hashes them, the broker encrypts them. Cut off in the middle,
 * it makes new ones at the next start.
 */
export async function provisionLab(commands: Commands, labUrl: string): Promise<void> {
  const stamp = { labUrl, database: databaseMark(commands.env.broker) };
  const file = path.join(commands.dataDir, 'provisioned.json');
  if (await isProvisioned(file, stamp)) return;
  const { root: cwd, env } = commands;
  const accounts = seats.map((seat) => ({ ...seat, password: randomBytes(24).toString('base64url') }));
  for (const { username, password, maxConcurrent } of accounts) {
    const args = ['lab/src/account.ts', 'add', username, '--machines', String(maxConcurrent)];
    await runCommand(args, { cwd, env: env.lab, input: password });
  }
  const input = JSON.stringify({ seats: accounts });
  await runCommand(['broker/src/cli.ts', 'lab', 'add-bundled', '--url', labUrl], {
    cwd,
    env: env.broker,
    input,
  });
  await writeFile(`${file}.next`, JSON.stringify(stamp), { mode: 0o600 });
  await rename(`${file}.next`, file);
}

/** A single-use enrolment token for a new worker. */
export async function enrolWorker({ root: cwd, env }: Commands, name: string): Promise<string> {
  const args = [
    'broker/src/cli.ts',
    'worker',
    'enrol',
    '--pool',
    'default',
    '--name',
    name,
    '--capacity',
    '2',
    '--json',
  ];
  return z.object({ token: z.string() }).parse(JSON.parse(await runCommand(args, { cwd, env: env.broker })))
    .token;
}

/** Every worker that the broker knows. */
export async function readWorkers({ root: cwd, env }: Commands): Promise<KnownWorker[]> {
  const output = await runCommand(['broker/src/cli.ts', 'worker', 'list', '--json'], {
    cwd,
    env: env.broker,
  });
  return z.array(KnownWorker).parse(JSON.parse(output));
}

const SetupCode = z.discriminatedUnion('needed', [
  z.object({ needed: z.literal(true), code: z.string() }),
  z.object({ needed: z.literal(false) }),
]);

/** The one-time code for the first admin; undefined when there is an admin. */
export async function readSetupCode({ root: cwd, env }: Commands): Promise<string | undefined> {
  const output = await runCommand(['broker/src/cli.ts', 'setup', 'code', '--json'], { cwd, env: env.broker });
  const answer = SetupCode.parse(JSON.parse(output));
  return answer.needed ? answer.code : undefined;
}

/** Tells one database from another without writing its address (and password) down. */
function databaseMark(env: NodeJS.ProcessEnv): string {
  return createHash('sha256')
    .update(env['DATABASE_URL'] ?? 'embedded')
    .digest('hex')
    .slice(0, 16);
}

async function isProvisioned(file: string, stamp: z.infer<typeof Provisioned>): Promise<boolean> {
  if (!existsSync(file)) return false;
  const known = Provisioned.safeParse(JSON.parse(await readFile(file, 'utf8'))).data;
  return known?.labUrl === stamp.labUrl && known.database === stamp.database;
}
