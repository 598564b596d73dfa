import { text } from 'node:stream/consumers';
import { DisableLabRequest, type Lab } from '@coinslot/shared/http/admin-labs.ts';
import { DisableSeatRequest, type Seat } from '@coinslot/shared/http/admin-seats.ts';
import { Tunnel } from '@coinslot/shared/states/tunnel.ts';
import type { Command } from 'commander';
import { inTransaction } from '../database/db.ts';
import type { AdminAct } from '../domains/audit/index.ts';
import {
  BundledLabSeats,
  disableLab,
  ensureBundledLab,
  findLab,
  findSeat,
  listAdminLabs,
  listSeats,
  reopenLab,
  reopenSeat,
  switchSeatOff,
} from '../domains/labs/index.ts';
import { asOperator } from './open-operator.ts';
import { operatorName } from './operator-name.ts';
import { printJson, printLine, printTable } from './print.ts';

export function addLabCommands(program: Command): void {
  const lab = program.command('lab').description('labs and their seats');
  lab
    .command('add-bundled')
    .description(
      'record the bundled lab; reads {"seats":[{"username","password","maxConcurrent"}]} from stdin',
    )
    .requiredOption('--url <url>', 'its address')
    .option(
      '--way-in <tunnel>',
      'direct, or gateway where only the workers reach its machines; when it is new',
      'direct',
    )
    .action(async ({ url, wayIn }: { url: string; wayIn: string }) => {
      const tunnel = Tunnel.extract(['direct', 'gateway']).parse(wayIn);
      const { seats } = BundledLabSeats.parse(JSON.parse(await text(process.stdin)));
      await asOperator(async ({ db, secrets }) => {
        await inTransaction(db, (tx) => ensureBundledLab(tx, { secrets }, { baseUrl: url, tunnel, seats }));
        printLine(`The bundled lab at ${url} is recorded with ${seats.length} seats.`);
      });
    });
  lab
    .command('list')
    .description('labs, why one is closed, and their seats')
    .option('--json', 'print them as JSON')
    .action(async ({ json }: { json?: true }) => {
      await asOperator(async ({ db }) => {
        const labs = [];
        for (const one of await listAdminLabs(db)) labs.push({ ...one, seats: await listSeats(db, one.id) });
        if (json) printJson(labs);
        else for (const one of labs) printLab(one);
      });
    });
  lab
    .command('disable <lab>')
    .description('the kill switch: nothing more is sold or started there')
    .requiredOption('--reason <text>', 'for the audit log and for other admins')
    .option('--end-machines', 'end what waits and runs there too, with a refund')
    .action(async (name: string, { reason, endMachines }: { reason: string; endMachines?: true }) => {
      const wish = DisableLabRequest.parse({ reason, endMachines: endMachines === true });
      await asOperator(async ({ db, bus }) => {
        const { id } = await findLab(db, name);
        const { endedMachines } = await inTransaction(db, (tx) =>
          disableLab(tx, { bus }, byOperator, id, wish),
        );
        printLine(`${name} is closed.${wish.endMachines ? ` Machines that end now: ${endedMachines}.` : ''}`);
      });
    });
  lab
    .command('reopen <lab>')
    .description('close a lab’s breaker and lift its kill switch')
    .action(async (name: string) => {
      await asOperator(async ({ db, bus }) => {
        const { id } = await findLab(db, name);
        await inTransaction(db, (tx) => reopenLab(tx, { bus }, byOperator, id, null));
        printLine(`${name} is open.`);
      });
    });
  addSeatCommands(program.command('seat').description('seats'));
}

function addSeatCommands(seat: Command): void {
  seat
    .command('list <lab>')
    .description('the seats of a lab')
    .option('--json', 'print them as JSON')
    .action(async (labName: string, { json }: { json?: true }) => {
      await asOperator(async ({ db }) => {
        const seats = await listSeats(db, (await findLab(db, labName)).id);
        if (json) printJson(seats);
        else printSeats(seats);
      });
    });
  seat
    .command('disable <lab> <username>')
    .description('start nothing new on a seat')
    .requiredOption('--reason <text>', 'for the audit log and for other admins')
    .action(async (labName: string, username: string, options: { reason: string }) => {
      const { reason } = DisableSeatRequest.parse(options);
      await asOperator(async ({ db, bus }) => {
        const { id } = await findSeat(db, labName, username);
        await inTransaction(db, (tx) => switchSeatOff(tx, { bus }, byOperator, id, reason));
        printLine(`The seat ${username} of ${labName} is disabled.`);
      });
    });
  seat
    .command('reopen <lab> <username>')
    .description('let a disabled seat be used again')
    .action(async (labName: string, username: string) => {
      await asOperator(async ({ db, bus }) => {
        const { id } = await findSeat(db, labName, username);
        await inTransaction(db, (tx) => reopenSeat(tx, { bus }, byOperator, id, null));
        printLine(`The seat ${username} of ${labName} is open.`);
      });
    });
}

const byOperator: AdminAct = { actor: { id: null, name: operatorName }, address: null };

function printLab({ seats, ...lab }: Omit<Lab, 'seats'> & { seats: Seat[] }): void {
  const closed =
    lab.disabled?.reason ?? lab.breaker?.reason ?? (lab.permission ? 'open' : 'no permission record');
  printLine(`${lab.name} (${lab.baseUrl}): ${closed}`);
  printSeats(seats);
}

function printSeats(seats: readonly Seat[]): void {
  printTable(
    ['seat', 'in use', 'uses', 'state'],
    seats.map((seat) => [
      seat.username,
      `${seat.inUse}/${seat.maxConcurrent}`,
      seat.uses,
      seat.disabled?.reason ?? seat.state.replaceAll('_', ' '),
    ]),
  );
}
