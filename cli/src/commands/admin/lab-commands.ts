import { DisableLabResponse, Lab, LabList } from '@coinslot/shared/http/admin-labs.ts';
import type { Command } from 'commander';
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
import type { Cell } from '../../output/table.ts';
import { pickByNameOrId } from '../../pick-one.ts';
import { type ReasonOptions, withReason } from './reason-options.ts';

export function addAdminLabCommands(admin: Command, cli: Cli): void {
  withCommon(admin.command('labs'))
    .description('labs, and why one is closed')
    .action(async (options: CommonOptions) => {
      const { items } = await (await openApi(cli, options)).get('/admin/labs', LabList);
      show(cli, options, items, () =>
        tableOf(
          cli,
          ['lab', 'address', 'recipe', 'state'],
          items.map((lab) => [lab.name, lab.baseUrl, lab.recipe, sayLabState(lab)]),
          'No lab.',
        ),
      );
    });
  withReason(admin.command('disable-lab <lab>'))
    .description('the kill switch: nothing more is sold or started there')
    .option('--end-machines', 'end what waits and runs there too, with a refund')
    .action(async (text: string, options: ReasonOptions & { endMachines?: true }) => {
      const api = await openApi(cli, options);
      const { id, name } = await findLab(api, text);
      await confirm(cli, `Close ${name}${options.endMachines ? ' and end its machines' : ''}?`, options.yes);
      const body = { reason: options.reason, endMachines: options.endMachines === true };
      const done = await api.post(`/admin/labs/${id}/disable`, body, DisableLabResponse);
      show(cli, options, done, () => `${name} is closed. Machines that end now: ${done.endedMachines}.\n`);
    });
  withReason(admin.command('reopen-lab <lab>'))
    .description('close a lab’s breaker and lift its kill switch')
    .action(async (text: string, options: ReasonOptions) => {
      const api = await openApi(cli, options);
      const { id, name } = await findLab(api, text);
      await confirm(cli, `Open ${name}?`, options.yes);
      const lab = await api.post(`/admin/labs/${id}/reopen`, { reason: options.reason }, Lab);
      show(cli, options, lab, () => `${name} is open.\n`);
    });
}

async function findLab(api: Api, text: string): Promise<Lab> {
  return pickByNameOrId((await api.get('/admin/labs', LabList)).items, text, {
    kind: 'lab',
    listedBy: 'coinslot admin labs',
  });
}

function sayLabState({ disabled, breaker, permission }: Lab): Cell {
  const why = disabled?.reason ?? breaker?.reason ?? (permission ? null : 'no permission record');
  return why === null ? { text: 'open', color: 'green' } : { text: why, color: 'red' };
}
