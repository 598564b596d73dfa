import { type Worker, WorkerList } from '@coinslot/shared/http/admin-workers.ts';
import { type Command, InvalidArgumentError } from 'commander';
import { z } from 'zod';
import type { Api } from '../../api/create-api.ts';
import {
  type Cli,
  type CommonOptions,
  confirm,
  openApi,
  show,
  tableOf,
  withCommon,
} from '../../cli-context.ts';
import { sayTime } from '../../output/words.ts';
import { pickByNameOrId } from '../../pick-one.ts';
import { type ReasonOptions, withReason } from './reason-options.ts';

export function addAdminWorkerCommands(admin: Command, cli: Cli): void {
  withCommon(admin.command('workers'))
    .description('workers, how they are and what they carry')
    .action(async (options: CommonOptions) => {
      const { items } = await (await openApi(cli, options)).get('/admin/workers', WorkerList);
      show(cli, options, items, () => workerTable(cli, items));
    });
  withReason(admin.command('drain <worker>'))
    .description('give a worker no new work; what still runs at the deadline is handed over, or ended')
    .option('--minutes <n>', 'the deadline', toMinutes, 60)
    .action((text: string, options: ReasonOptions & { minutes: number }) =>
      order(cli, text, options, {
        verb: 'drain',
        body: { reason: options.reason, deadlineMinutes: options.minutes },
        done: 'takes no new work',
      }),
    );
  withCommon(admin.command('resume <worker>'))
    .description('give a drained worker work again')
    .option('-y, --yes', 'do not ask')
    .action((text: string, options: CommonOptions & { yes?: true }) =>
      order(cli, text, options, { verb: 'resume', body: {}, done: 'takes work again' }),
    );
  withReason(admin.command('revoke <worker>'))
    .description('void a worker’s key at once; its machines are taken over or refunded')
    .action((text: string, options: ReasonOptions) =>
      order(cli, text, options, { verb: 'revoke', body: { reason: options.reason }, done: 'is revoked' }),
    );
}

async function order(
  cli: Cli,
  text: string,
  options: CommonOptions & { yes?: true },
  { verb, body, done }: { verb: 'drain' | 'resume' | 'revoke'; body: object; done: string },
): Promise<void> {
  const api = await openApi(cli, options);
  const { id, name } = await findWorker(api, text);
  await confirm(cli, `${verb.charAt(0).toUpperCase()}${verb.slice(1)} ${name}?`, options.yes);
  await api.post(`/admin/workers/${id}/${verb}`, body, z.unknown());
  const worker = await findWorker(api, id);
  show(cli, options, worker, () => `${name} ${done}.\n`);
}

async function findWorker(api: Api, text: string): Promise<Worker> {
  const { items } = await api.get('/admin/workers', WorkerList);
  return pickByNameOrId(items, text, { kind: 'worker', listedBy: 'coinslot admin workers' });
}

function workerTable(cli: Cli, workers: readonly Worker[]): string {
  return tableOf(
    cli,
    ['worker', 'pool', 'state', 'connection', 'machines', 'version', 'last seen'],
    workers.map((one) => [
      one.name,
      one.poolName,
      one.failing === null ? one.state : { text: `${one.state}, failing`, color: 'red' },
      one.liveness === 'connected' ? { text: one.liveness, color: 'green' } : one.liveness,
      `${one.used}/${one.capacity}`,
      one.version ?? '-',
      sayTime(one.lastSeenAt),
    ]),
    'No worker.',
  );
}

function toMinutes(text: string): number {
  const minutes = Number(text);
  if (!Number.isInteger(minutes) || minutes < 0 || minutes > 1440)
    throw new InvalidArgumentError('It is 0 to 1440.');
  return minutes;
}
