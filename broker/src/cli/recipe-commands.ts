import type { Canary } from '@coinslot/shared/http/admin-canaries.ts';
import { provisionFailures } from '@coinslot/shared/states/provision-failure.ts';
import { provisionStepLabels } from '@coinslot/shared/states/provision-step.ts';
import type { Command } from 'commander';
import { type Db, inTransaction } from '../database/db.ts';
import { askCanary, requireCanary, runsAtLab } from '../domains/canaries/index.ts';
import { findLab, findSeat, listEvidence } from '../domains/labs/index.ts';
import { asOperator } from './open-operator.ts';
import { operatorName } from './operator-name.ts';
import { printJson, printLine } from './print.ts';

const lookEveryMs = 500;
/** The broker's loops look every few seconds; one that runs has said what became of it by then. */
const slackMs = 60_000;
const labEndsInMs = 60_000;

export function addRecipeCommands(program: Command): void {
  program
    .command('recipe')
    .description('how labs are operated')
    .command('test <lab>')
    .description('try a lab with the Coinslot that runs: a machine of nobody’s, brought up and ended at once')
    .option('--seat <username>', 'with this account, also a closed one; else with the best there is')
    .option(
      '--template <template>',
      'what to ask the lab for; else what the lab’s settings or cheapest product say',
    )
    .option('--json', 'print what became of it as JSON, and nothing else')
    .action(async (lab: string, options: { seat?: string; template?: string; json?: true }) => {
      await asOperator(async ({ config, bus, db }) => {
        const labId = (await findLab(db, lab)).id;
        const seatId = options.seat === undefined ? null : (await findSeat(db, lab, options.seat)).id;
        const by = { actor: { id: null, name: operatorName }, address: null };
        const order = { labId, seatId, template: options.template ?? null, by };
        const id = await inTransaction(db, (tx) => askCanary(tx, { bus, config }, order));
        const tell = options.json === true ? () => undefined : createTeller();
        const { queueDeadlineMs, provisionDeadlineMs } = config.machines;
        const done = await follow(db, id, { tell, forMs: queueDeadlineMs + provisionDeadlineMs + slackMs });
        const { publicUrl } = config.http;
        if (options.json === true) printJson(done);
        else await printOutcome(db, done, `${publicUrl}/admin/machines/${done.machineId}`);
        if (done.outcome !== 'ok') process.exitCode = 1;
      });
    });
}

/**
 * Looks at it until it has an outcome and the lab has confirmed the end, or should have; tells each look. Without an outcome after all the
 * time that a canary has, it answers with what there is: nobody works on it.
 */
async function follow(
  db: Db,
  canaryId: string,
  { tell, forMs }: { tell: (canary: Canary, waitedMs: number) => void; forMs: number },
): Promise<Canary> {
  const askedAt = performance.now();
  for (;;) {
    const canary = await requireCanary(db, canaryId);
    const waitedMs = performance.now() - askedAt;
    tell(canary, waitedMs);
    if (waitedMs > forMs || (await isOver(db, canary))) return canary;
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
}

async function isOver(db: Db, { outcome, endedAt, machineId }: Canary): Promise<boolean> {
  if (outcome === null || endedAt === null) return false;
  return Date.now() - Date.parse(endedAt) > labEndsInMs || !(await runsAtLab(db, machineId));
}

/** Prints what is new since the last look: where it runs, and each step as soon as it is over. */
function createTeller(): (canary: Canary, waitedMs: number) => void {
  const told = new Set<string>();
  const once = (key: string, line: string): void => {
    if (!told.has(key)) printLine(line);
    told.add(key);
  };
  return ({ labName, seat, state, steps }, waitedMs) => {
    once('asked', `${labName}, seat ${seat?.username ?? 'unknown'}: asked for. Members who wait come first.`);
    if (state !== 'queued') once('placed', 'A worker has it.');
    else if (waitedMs > 20_000) {
      once('waits', 'It still waits: for a worker, for a place on the seat, or for a broker that runs.');
    }
    for (const step of steps) {
      if (step.finishedAt === null) continue;
      const tookMs = Date.parse(step.finishedAt) - Date.parse(step.startedAt);
      const how = step.failure === null ? 'done' : `failed: ${step.failure}`;
      const label = provisionStepLabels[step.step].padEnd(32);
      once(
        `${step.attempt} ${step.step}`,
        `  try ${step.attempt}  ${label} ${(tookMs / 1000).toFixed(1).padStart(6)} s  ${how}`,
      );
    }
  };
}

async function printOutcome(db: Db, canary: Canary, page: string): Promise<void> {
  if (canary.outcome === 'ok')
    return printLine(
      (await runsAtLab(db, canary.machineId))
        ? 'It works: the machine could be logged in to. The lab has not confirmed its end yet; a worker goes on asking.'
        : 'It works: the machine could be logged in to, and its end is confirmed.',
    );
  if (canary.outcome === 'not_placed') {
    return printLine('No worker or no place on the seat was free in time: nothing was tried.');
  }
  if (canary.outcome === null) {
    return printLine('Nobody took it up or brought it to an end in all its time: is the broker running?');
  }
  const text = canary.failure === null ? null : provisionFailures[canary.failure].text;
  const reasons = new Set([text, canary.detail].filter((line) => line !== null));
  printLine(['It failed.', ...reasons].join(' '));
  for (const { step, failure, message, url, takenAt } of await listEvidence(db, canary.machineId)) {
    printLine(`  ${takenAt}  ${step ?? 'between two steps'}: ${failure ?? 'no reason'} at ${url}`);
    if (message !== '') printLine(`    ${message}`);
  }
  printLine(`What its pages showed, and its log: ${page}`);
}
