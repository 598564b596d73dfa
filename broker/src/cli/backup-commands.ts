import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import {
  listBackupFiles,
  makeBackupKey,
  readIdentities,
  restoreBackup,
  takeBackup,
  verifyBackup,
} from '../backup/index.ts';
import { readConfig } from '../config.ts';
import { openEmbedded } from '../database/embedded/open-embedded.ts';
import { asOperator, type Operator } from './open-operator.ts';
import { operatorName } from './operator-name.ts';
import { printJson, printLine, printTable } from './print.ts';

export function addBackupCommands(program: Command): void {
  const backup = program.command('backup').description('encrypted backups of everything');
  backup
    .command('make-key <file>')
    .description('make a key: the file opens backups and belongs elsewhere; what is printed makes them')
    .action(makeKey);
  backup
    .command('create')
    .description('back the database up now; the embedded one also while the broker does not run')
    .option('--out <file>', 'where to (default: in BROKER_BACKUP_FOLDER, named after the time)')
    .option('--force', 'replace the file of --out when it is there already')
    .option('--recipient <age1…>', 'for whom (default: BROKER_BACKUP_RECIPIENTS)')
    .option('--without-bulk', 'leave machine logs, health checks and evidence out')
    .option('--json', 'print what was written as JSON')
    .action(create);
  backup
    .command('list')
    .description('the backups in BROKER_BACKUP_FOLDER, the newest first')
    .option('--json', 'print them as JSON')
    .action(list);
  backup
    .command('verify <file>')
    .description('read a backup to its end and compare all that it says of itself; touches no database')
    .requiredOption('--key <file>', 'the file of make-key; - = standard input')
    .action(verify);
  backup
    .command('restore <file>')
    .description('fill an empty database from a backup; the broker must not run meanwhile')
    .requiredOption('--key <file>', 'the file of make-key; - = standard input')
    .option(
      '--keep-access',
      'sessions, API keys and workers’ keys go on working, also those ended since the backup: for a drill or a move',
    )
    .action(restore);
}

async function makeKey(file: string): Promise<void> {
  const { identity, recipient } = await makeBackupKey();
  const text = `# Opens Coinslot's backups. Public half: ${recipient}\n${identity}\n`;
  await writeFile(file, text, { flag: 'wx', mode: 0o600 }).catch((error: unknown) => {
    throw new Error(
      `${file} cannot be written, or is there already. A key is never replaced: name another.`,
      {
        cause: error,
      },
    );
  });
  printLine(
    `Written: ${path.resolve(file)}. Keep it where this server cannot read it, twice: without it no backup opens.`,
  );
  printLine(`BROKER_BACKUP_RECIPIENTS=${recipient}`);
}

interface CreateOptions {
  out?: string;
  force?: true;
  recipient?: string;
  withoutBulk?: true;
  json?: true;
}

async function create(options: CreateOptions): Promise<void> {
  await asOperator((operator) => createWith(operator, options), { wakes: true });
}

async function createWith(operator: Operator, options: CreateOptions): Promise<void> {
  const { recipients, withBulk } = operator.config.backups;
  const written = await takeBackup(operator, {
    askedBy: operatorName,
    recipients: options.recipient === undefined ? recipients : [options.recipient],
    withoutBulk: options.withoutBulk ?? !withBulk,
    ...(options.out === undefined ? {} : { file: options.out }),
    force: options.force ?? false,
  });
  if (options.json) printJson(written);
  else {
    printLine(`Written: ${written.file} (${megabytes(written.bytes)}, ${written.rows} rows)`);
    printLine(`SHA-256: ${written.sha256}`);
  }
}

async function list({ json }: { json?: true }): Promise<void> {
  const { folder } = readConfig().backups;
  const files = await listBackupFiles(folder);
  if (json) printJson(files);
  else if (files.length === 0) printLine(`No backup lies in ${folder}.`);
  else {
    printTable(
      ['taken', 'size', 'file'],
      files.map(({ takenAt, bytes, file }) => [takenAt.toISOString(), megabytes(bytes), file]),
    );
  }
}

async function verify(file: string, { key }: { key: string }): Promise<void> {
  const { head, contents, secrets } = await verifyBackup(file, await readIdentities(key));
  const rows = contents.tables.reduce((sum, table) => sum + table.rows, 0);
  printLine(`Whole: ${rows} rows of ${contents.tables.length} tables, as of ${head.takenAt}.`);
  printLine(
    `Left out: ${head.leftOut.join(', ') || 'nothing'}. Secrets: ${secrets.join(', ') || 'none, they were configured'}.`,
  );
}

async function restore(
  file: string,
  { key, keepAccess = false }: { key: string; keepAccess?: true | false },
): Promise<void> {
  const { dataDir, database, secretKeys } = readConfig();
  const identities = await readIdentities(key);
  const embedded = database.url === undefined ? await openEmbedded({ dataDir }) : undefined;
  try {
    const { takenAt, rows, leftOut } = await restoreBackup({
      file,
      identities,
      databaseUrl: database.url ?? embedded?.url ?? '',
      dataDir,
      secretKeys,
      keepAccess,
    });
    printLine(
      `Restored: ${rows} rows as of ${takenAt}.${leftOut.length > 0 ? ` Left out: ${leftOut.join(', ')}.` : ''}`,
    );
    printLine(
      keepAccess
        ? 'Sessions, API keys and workers’ keys are valid as they were then, also those that were ended since.'
        : 'Everybody is signed out, API keys and workers’ keys are void: keys are made anew, workers enrolled anew.',
    );
    printLine('Start the broker, then: coinslot operator ledger verify. docs/backup.md says what else.');
  } finally {
    await embedded?.stop();
  }
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
