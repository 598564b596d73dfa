import { Machine } from '@coinslot/shared/http/machines.ts';
import type { Command } from 'commander';
import {
  type Cli,
  type CommonOptions,
  confirm,
  factsOf,
  openApi,
  show,
  tableOf,
  withCommon,
} from '../cli-context.ts';
import { cliError } from '../cli-error.ts';
import { findMachine, listMachines } from '../machines/find-machine.ts';
import { healthWords, sayEnd, sayState } from '../output/state-words.ts';
import { sayCoins, sayLeft, sayTime } from '../output/words.ts';

const which = 'its name, its id, or the beginning of the id';

export function addMachineCommands(program: Command, cli: Cli): void {
  withCommon(program.command('machines'))
    .description('your machines: those that run; with --all those that have ended too')
    .option('-a, --all', 'ended ones too')
    .action(async (options: CommonOptions & { all?: true }) => {
      const machines = await listMachines(await openApi(cli, options), options.all ? 'all' : 'active');
      show(cli, options, machines, () => machineTable(cli, machines));
    });
  withCommon(program.command('machine <machine>'))
    .description(`one machine: ${which}`)
    .action(async (text: string, options: CommonOptions) => {
      const api = await openApi(cli, options);
      const machine = await api.get(`/machines/${await findMachine(api, text)}`, Machine);
      show(cli, options, machine, () => machineFacts(cli, machine));
    });
  addAct(program, cli, {
    name: 'extend',
    description: 'buy more time',
    question: ({ name, extension }) =>
      extension === null
        ? `Buy more time for ${name}?`
        : `Buy ${extension.minutes} minutes for ${name} for ${sayCoins(extension.price)}?`,
    done: ({ name }) => `More time for ${name} is asked for.`,
  });
  addAct(program, cli, {
    name: 'restart',
    description: 'restart the machine’s system; what runs there is lost',
    question: ({ name }) => `Restart ${name}?`,
    done: ({ name }) => `${name} is restarting.`,
  });
  addAct(program, cli, {
    name: 'stop',
    description: 'end a machine',
    question: ({ name, refundsUnusedOnStop }) =>
      `Stop ${name}?${refundsUnusedOnStop ? '' : ' The coins for the unused time do not come back.'}`,
    done: ({ name }) => `${name} is stopped.`,
  });
  addAct(program, cli, {
    name: 'cancel',
    description: 'take a purchase back while the machine is not ready; all coins come back',
    question: ({ name }) => `Cancel ${name}?`,
    done: ({ name }) => `${name} is cancelled.`,
  });
  withCommon(program.command('auto-extend <machine> <on|off>'))
    .description(`buy more time by itself shortly before the end, as long as the coins last (${which})`)
    .action(async (text: string, wish: string, options: CommonOptions) => {
      if (wish !== 'on' && wish !== 'off') throw cliError('usage', 'Say on or off.');
      const api = await openApi(cli, options);
      const path = `/machines/${await findMachine(api, text)}/auto-extend`;
      const machine = await api.put(path, { enabled: wish === 'on' }, Machine);
      show(
        cli,
        options,
        machine,
        () => `${machine.name} ${wish === 'on' ? 'extends' : 'does not extend'} itself.\n`,
      );
    });
}

interface Act {
  name: 'extend' | 'restart' | 'stop' | 'cancel';
  description: string;
  question: (machine: Machine) => string;
  done: (machine: Machine) => string;
}

function addAct(program: Command, cli: Cli, { name, description, question, done }: Act): void {
  withCommon(program.command(`${name} <machine>`))
    .description(`${description} (${which})`)
    .option('-y, --yes', 'do not ask')
    .action(async (text: string, options: CommonOptions & { yes?: true }) => {
      const api = await openApi(cli, options);
      const path = `/machines/${await findMachine(api, text)}`;
      if (!options.yes) await confirm(cli, question(await api.get(path, Machine)), options.yes);
      const machine = await api.post(`${path}/${name}`, {}, Machine);
      show(cli, options, machine, () => `${done(machine)}\n`);
    });
}

function machineTable(cli: Cli, machines: readonly Machine[]): string {
  const nowMs = Date.now();
  return tableOf(
    cli,
    ['machine', 'id', 'product', 'state', 'left', 'bought'],
    machines.map((one) => [
      one.name,
      one.id.slice(0, 8),
      one.productName,
      sayState(one.state),
      one.state === 'ready' ? sayLeft(one.expiresAt, nowMs) : '-',
      sayTime(one.requestedAt),
    ]),
    'No machine.',
  );
}

function machineFacts(cli: Cli, one: Machine): string {
  return factsOf(cli, [
    ['machine', one.name],
    ['id', one.id],
    ['product', one.productName],
    ['state', sayState(one.state)],
    ['place', one.queue === null ? null : `${one.queue.position} of ${one.queue.of}`],
    ['bought', sayTime(one.requestedAt)],
    ['ready', one.readyAt === null ? null : sayTime(one.readyAt)],
    [
      'ends',
      one.expiresAt === null || one.endedAt !== null
        ? null
        : `${sayTime(one.expiresAt)} (${sayLeft(one.expiresAt, Date.now())} left)`,
    ],
    ['ended', one.endedAt === null ? null : sayTime(one.endedAt)],
    ['why', one.endReason === null ? null : sayEnd(one.endReason, one.endDetail)],
    ['price', one.charge === null ? null : sayCoins(one.charge.price)],
    ['came back', one.charge === null || one.charge.refunded === 0 ? null : sayCoins(one.charge.refunded)],
    ['health', one.health === null ? null : healthWords[one.health.state]],
  ]);
}
