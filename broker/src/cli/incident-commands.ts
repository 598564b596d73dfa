import type { Incident, IncidentDetail } from '@coinslot/shared/http/admin-incidents.ts';
import { incidentWords } from '@coinslot/shared/incident-words.ts';
import { type Command, InvalidArgumentError } from 'commander';
import { inTransaction, type Tx } from '../database/db.ts';
import { readIncident, readOpenIncidents } from '../domains/incidents/index.ts';
import {
  askLabSessionEnd,
  refundMachine,
  settleMachine,
  writeOffLabSession,
} from '../domains/machines/index.ts';
import { askInventory, endFinding } from '../domains/reconciler/index.ts';
import { asOperator, type Operator } from './open-operator.ts';
import { operatorAct } from './operator-name.ts';
import { printJson, printLine, printTable } from './print.ts';

export function addIncidentCommands(program: Command): void {
  const incident = program.command('incident').description('what is stuck, and what can be done about it');
  addLooks(incident);
  addEnds(incident);
  addSettle(incident);
  incident
    .command('look <id>')
    .description('have a worker read now what the lab lists for an incident’s seat')
    .requiredOption('--reason <text>', 'why, for the audit log')
    .option('--json', 'print {"outcome":…}')
    .action(async (id: string, { reason, json }: ActOptions) => {
      await act(id, async (tx, _operator, { incident: { seatId } }) => {
        if (seatId === null) throw new Error('This incident is about no seat.');
        await askInventory(tx, operatorAct, { seatId, reason });
        return { words: 'A worker looks as soon as one is free.', facts: { outcome: 'asked' }, json };
      });
    });
  incident
    .command('refund <id>')
    .description('give coins of an incident’s machine, which is over, back to its owner')
    .requiredOption('--coins <n>', 'at most what was paid and not given back', toCoins)
    .requiredOption('--reason <text>', 'why, for the audit log and the owner')
    .option('--json', 'print {"refunded":…,"refundable":…}')
    .action(async (id: string, { coins, reason, json }: RefundOptions) => {
      await act(id, async (tx, operator, { incident: { machineId } }) => {
        if (machineId === null) throw new Error('This incident is about no machine.');
        const { refunded, refundable } = await refundMachine(tx, operator, operatorAct, {
          machineId,
          coins,
          reason,
        });
        return {
          words: `${refunded} coins are given back; ${refundable} are left.`,
          facts: { refunded, refundable },
          json,
        };
      });
    });
}

interface ActOptions {
  reason: string;
  json?: true;
}

interface RefundOptions extends ActOptions {
  coins: number;
}

function addLooks(incident: Command): void {
  incident
    .command('list')
    .description('what is stuck now, the worst first')
    .option('--json', 'print them as JSON')
    .action(async ({ json }: { json?: true }) => {
      await asOperator(async (operator) => {
        const open = (await readOpenIncidents(operator)).map(({ total: _, ...one }) => one);
        if (json) return printJson(open);
        if (open.length === 0) return printLine('Nothing is stuck.');
        printTable(
          ['incident', 'what', 'about', 'since', 'next'],
          open.map((one) => [
            one.id,
            incidentWords[one.kind].text,
            one.name,
            one.since ?? '',
            one.nextAt ?? '',
          ]),
        );
      });
    });
  incident
    .command('show <id>')
    .description('one incident: why, what is being done, what can be done')
    .option('--json', 'print it as JSON')
    .action(async (id: string, { json }: { json?: true }) => {
      await asOperator(async (operator) => {
        const detail = await readIncident(operator, id);
        if (json) printJson(detail);
        else printDetail(detail);
      });
    });
}

function addEnds(incident: Command): void {
  incident
    .command('end-session <id>')
    .description('have the lab asked again now, by a worker, to end what it runs')
    .requiredOption('--reason <text>', 'why, for the audit log')
    .option('--json', 'print {"outcome":…}')
    .action(async (id: string, { reason, json }: ActOptions) => {
      await act(id, async (tx, operator, { incident: { findingId, labSessionId } }) => {
        if (findingId !== null) await endFinding(tx, operatorAct, { findingId, reason });
        else if (labSessionId === null) throw new Error('This incident is about no lab session.');
        const outcome =
          findingId === null && labSessionId !== null
            ? await askLabSessionEnd(tx, operator, operatorAct, { labSessionId, reason })
            : 'asked';
        const words =
          outcome === 'asking'
            ? 'A worker is asking the lab just now.'
            : 'A worker asks the lab as soon as one is free.';
        return { words, facts: { outcome }, json };
      });
    });
  incident
    .command('release-seat <id>')
    .description('take a lab session as ended on your word; its seat is free')
    .requiredOption('--reason <text>', 'why, for the audit log')
    .option(
      '--certain-of <tag>',
      'the session’s tag: you know that the lab does not run it, although its time is not over',
    )
    .option('--json', 'print {"outcome":…}')
    .action(async (id: string, { reason, certainOf, json }: ActOptions & { certainOf?: string }) => {
      await act(id, async (tx, operator, { incident: { labSessionId } }) => {
        if (labSessionId === null) throw new Error('This incident is about no lab session.');
        const off = { session: { id: labSessionId }, reason, certainOfTag: certainOf };
        await writeOffLabSession(tx, operator, operatorAct, off);
        return { words: 'The session counts as ended; its seat is free.', facts: { outcome: 'done' }, json };
      });
    });
}

function addSettle(incident: Command): void {
  incident
    .command('settle <id>')
    .description('do now what should have happened by itself: end its machine, give held coins back')
    .requiredOption('--reason <text>', 'why, for the audit log and the owner')
    .option('--json', 'print {"outcome":…}')
    .action(async (id: string, { reason, json }: ActOptions) => {
      await act(id, async (tx, operator, { incident: { machineId }, acts }) => {
        if (machineId === null) throw new Error('This incident is about no machine.');
        if (!acts.includes('settle')) throw new Error('There is nothing to settle about this incident.');
        await settleMachine(tx, operator, operatorAct, { machineId, reason });
        const words = 'The machine is over, and what was due is given back.';
        return { words, facts: { outcome: 'done' }, json };
      });
    });
}

interface Done {
  words: string;
  facts: object;
  json: true | undefined;
}

async function act(
  id: string,
  how: (tx: Tx, operator: Operator, detail: IncidentDetail) => Promise<Done>,
): Promise<void> {
  await asOperator(async (operator) => {
    const detail = await readIncident(operator, id);
    const { words, facts, json } = await inTransaction(operator.db, (tx) => how(tx, operator, detail));
    if (json) printJson(facts);
    else printLine(words);
  });
}

function printDetail({ incident, open, acts, session, charge, times, done }: IncidentDetail): void {
  const { text, doing, advice } = incidentWords[incident.kind];
  printLine(`${text}${open ? '' : ' It is over.'}`);
  for (const [name, value] of listFacts(incident)) printLine(`  ${name}: ${value}`);
  if (session !== null) printLine(`  lab session: ${session.tag}, surely over at ${session.surelyOverAt}`);
  if (charge !== null)
    printLine(`  coins: ${charge.paid} paid, ${charge.held} held, ${charge.refundable} can be given back`);
  if (open) printLine(`What the system does: ${doing}\nWhat you can do: ${advice}`);
  if (acts.length > 0) printLine(`Acts: ${acts.join(', ')}`);
  for (const { openedAt, closedAt, closedBy } of times) {
    printLine(
      `  ${openedAt} seen${closedAt === null ? '' : `, over at ${closedAt} (${closedBy ?? 'by itself'})`}`,
    );
  }
  for (const { at, actorName, action, reason } of done)
    printLine(`  ${at} ${actorName}: ${action} ${reason ?? ''}`);
}

function listFacts({ name, reason, since, nextAt }: Incident): [string, string][] {
  const facts: [string, string | null][] = [
    ['about', name === '' ? null : name],
    ['why', reason],
    ['since', since],
    ['next', nextAt],
  ];
  return facts.flatMap(([key, value]): [string, string][] => (value === null ? [] : [[key, value]]));
}

function toCoins(text: string): number {
  const coins = Number(text);
  if (!Number.isInteger(coins) || coins < 1) throw new InvalidArgumentError('It is a whole number from 1.');
  return coins;
}
