import { AdminMachine, AdminMachinePage, type AdminMachineRow } from '@coinslot/shared/http/machines.ts';
import { endReasons } from '@coinslot/shared/states/end-reason.ts';
import type { Command } from 'commander';
import type { Api } from '../../api/create-api.ts';
import {
  type Cli,
  type CommonOptions,
  confirm,
  factsOf,
  openApi,
  show,
  tableOf,
  withCommon,
} from '../../cli-context.ts';
import { isWholeId } from '../../machines/find-machine.ts';
import { sayEnd, sayState } from '../../output/state-words.ts';
import { sayEmail, sayTime } from '../../output/words.ts';
import { pickByNameOrId } from '../../pick-one.ts';
import { toLimit } from '../wallet-commands.ts';
import { type ReasonOptions, withReason } from './reason-options.ts';

export function addAdminMachineCommands(admin: Command, cli: Cli): void {
  withCommon(admin.command('machines'))
    .description('everybody’s machines, the newest first')
    .option('-n, --limit <n>', 'how many', toLimit, 30)
    .action(async (options: CommonOptions & { limit: number }) => {
      const api = await openApi(cli, options);
      const { items } = await api.get('/admin/machines', AdminMachinePage, { limit: options.limit });
      show(cli, options, items, () => rowTable(cli, items));
    });
  withCommon(admin.command('machine <machine>'))
    .description('one machine: its id, or of the newest hundred the name or the beginning of the id')
    .action(async (text: string, options: CommonOptions) => {
      const api = await openApi(cli, options);
      const machine = await api.get(`/admin/machines/${await findAnyMachine(api, text)}`, AdminMachine);
      show(cli, options, machine, () => machineFacts(cli, machine));
    });
  withReason(admin.command('stop <machine>'), 'for the member and the audit log')
    .description('end somebody’s machine; the coins for the unused time come back')
    .action(async (text: string, options: ReasonOptions) => {
      const api = await openApi(cli, options);
      const machineId = await findAnyMachine(api, text);
      await confirm(cli, `Stop ${text} (${machineId})?`, options.yes);
      const path = `/admin/machines/${machineId}/stop`;
      const machine = await api.post(path, { reason: options.reason }, AdminMachine);
      show(cli, options, machine, () => machineFacts(cli, machine));
    });
}

async function findAnyMachine(api: Api, text: string): Promise<string> {
  if (isWholeId(text)) return text;
  const { items } = await api.get('/admin/machines', AdminMachinePage, { limit: 100 });
  return pickByNameOrId(items, text, { kind: 'machine', listedBy: 'coinslot admin machines' }).id;
}

function rowTable(cli: Cli, rows: readonly AdminMachineRow[]): string {
  return tableOf(
    cli,
    ['machine', 'id', 'owner', 'product', 'state', 'worker', 'bought', 'end'],
    rows.map((one) => [
      one.name,
      one.id.slice(0, 8),
      one.ownerName ?? '-',
      one.productName,
      sayState(one.state),
      one.workerName ?? '-',
      sayTime(one.requestedAt),
      one.endReason === null ? '-' : endReasons[one.endReason].text,
    ]),
    'No machine.',
  );
}

function machineFacts(cli: Cli, one: AdminMachine): string {
  return factsOf(cli, [
    ['machine', one.name],
    ['id', one.id],
    ['owner', one.owner === null ? null : `${one.owner.name} (${sayEmail(one.owner.email)})`],
    ['product', one.productName],
    ['state', sayState(one.state)],
    ['worker', one.worker?.name ?? null],
    ['seat', one.seat?.username ?? null],
    ['epoch', one.epoch],
    ['bought', sayTime(one.requestedAt)],
    ['ends', one.expiresAt === null || one.endedAt !== null ? null : sayTime(one.expiresAt)],
    ['ended', one.endedAt === null ? null : sayTime(one.endedAt)],
    ['why', one.endReason === null ? null : sayEnd(one.endReason, one.endDetail)],
    ['evidence', one.evidence.length === 0 ? null : one.evidence.length],
  ]);
}
