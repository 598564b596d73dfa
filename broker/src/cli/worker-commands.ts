import { type Command, InvalidArgumentError } from 'commander';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Db, inTransaction, readRows } from '../database/db.ts';
import { createEnrolmentToken, enrolCommand, listWorkers } from '../domains/fleet/index.ts';
import { enrolHost, type HostToEnrol } from './enrol-host.ts';
import { asOperator } from './open-operator.ts';
import { operatorName } from './operator-name.ts';
import { printJson, printLine, printTable } from './print.ts';

interface EnrolOptions {
  pool: string;
  name: string;
  capacity: number;
  labels: string[];
  json?: true;
}

export function addWorkerCommands(program: Command): void {
  const worker = program.command('worker').description('workers');
  worker
    .command('list')
    .description('workers, how they are and what they carry')
    .option('--json', 'print them as JSON')
    .action(async ({ json }: { json?: true }) => {
      await asOperator(async ({ db, config }) => {
        const workers = await listWorkers({ db, config });
        if (json) return printJson(workers);
        printTable(
          ['worker', 'pool', 'state', 'connection', 'machines'],
          workers.map((one) => [
            one.name,
            one.poolName,
            one.state,
            one.liveness,
            `${one.used}/${one.capacity}`,
          ]),
        );
      });
    });
  worker
    .command('enrol')
    .description('make a single-use token by which one worker joins a pool')
    .requiredOption('--pool <name>', 'the pool it joins')
    .requiredOption('--name <name>', 'the worker’s name')
    .requiredOption('--capacity <n>', 'how many machines it looks after at once', toCapacity)
    .option('--labels <list>', 'labels, separated by commas', toLabels, [])
    .option('--json', 'print {"token":"…","expiresAt":"…"}')
    .action(async ({ pool, json, ...asked }: EnrolOptions) => {
      await asOperator(async ({ db, config }) => {
        const poolId = await findPool(db, pool);
        const actor = { id: null, name: operatorName };
        const made = await inTransaction(db, (tx) =>
          createEnrolmentToken(tx, { config }, { ...asked, poolId, actor, address: null }),
        );
        if (json) printJson({ token: made.token, expiresAt: made.expiresAt.toISOString() });
        else
          printLine(`Run within 15 minutes on the worker’s host:\n\n  ${enrolCommand(config, made.token)}`);
      });
    });
  addHostCommand(worker);
}

function addHostCommand(worker: Command): void {
  worker
    .command('enrol-host')
    .description('put a token into a folder for each worker of a host that has not joined yet')
    .requiredOption('--folder <path>', 'where the host’s workers read them')
    .requiredOption('--host <name>', 'the workers are called <name>-1, <name>-2 …')
    .requiredOption('--workers <n>', 'how many workers it has', toCapacity)
    .requiredOption('--capacity <n>', 'how many machines each looks after at once', toCapacity)
    .option('--pool <name>', 'the pool they join; made when there is none', 'default')
    .action(async (asked: HostToEnrol) => {
      await asOperator(async (operator) => {
        const names = await enrolHost(operator, asked);
        printLine(
          names.length === 0
            ? 'All workers of this host have joined.'
            : `May join within 15 minutes: ${names.join(', ')}.`,
        );
      });
    });
}

async function findPool(db: Db, name: string): Promise<string> {
  const pools = await readRows(
    db,
    z.object({ id: z.uuid(), name: z.string() }),
    sql`select id, name from pools`,
  );
  const found = pools.find((pool) => pool.name === name);
  if (found !== undefined) return found.id;
  const known = pools.map((pool) => pool.name).join(', ');
  throw new Error(
    `No pool is called ${name}. ${known === '' ? 'There is none yet.' : `There are: ${known}.`}`,
  );
}

function toCapacity(text: string): number {
  const capacity = Number(text);
  if (!Number.isInteger(capacity) || capacity < 1 || capacity > 256) {
    throw new InvalidArgumentError('It is a whole number from 1 to 256.');
  }
  return capacity;
}

function toLabels(text: string): string[] {
  return text
    .split(',')
    .map((label) => label.trim())
    .filter((label) => label !== '');
}
