import type { Command } from 'commander';
import { readConfig } from '../config.ts';
import { writeSchemaFile } from '../database/dump-schema.ts';
import { openDatabase } from '../database/open-database.ts';
import { asOperator } from './open-operator.ts';
import { printJson, printLine } from './print.ts';

export function addDatabaseCommands(program: Command): void {
  const database = program.command('db').description('the database');
  database
    .command('migrate')
    .description('bring the database to this version (a broker does it by itself when it starts)')
    .action(async () => {
      const { database: settings, dataDir } = readConfig();
      const opened = await openDatabase({
        url: settings.url,
        dataDir,
        poolSize: 1,
        onConnectionError: () => undefined,
      });
      await opened.close();
      printLine('The database is up to date.');
    });
  database
    .command('dump-schema')
    .description('write the running database’s schema to broker/schema.sql')
    .action(async () => {
      await asOperator(async ({ db }) => printLine(`Written: ${await writeSchemaFile(db)}`));
    });
  database
    .command('url')
    .description('print how to connect to the running database; it contains the password')
    .option('--json', 'print {"url":"…"}')
    .action(async ({ json }: { json?: true }) => {
      await asOperator(async ({ databaseUrl }) => {
        if (json) printJson({ url: databaseUrl });
        else printLine(databaseUrl);
      });
    });
}
