import type { Canary } from '@coinslot/shared/http/admin-canaries.ts';
import { provisionFailures } from '@coinslot/shared/states/provision-failure.ts';
import { provisionStepLabels } from '@coinslot/shared/states/provision-step.ts';
import type { Command } from 'commander';
import { type Db, inTransaction } from '../database/db.ts';
import { askCanary, requireCanary } from '../domains/canaries/index.ts';
import { findLab, findSeat, listEvidence } from '../domains/labs/index.ts';
import { asOperator } from './open-operator.ts';
import { operatorName } from './operator-name.ts';
import { printJson, printLine } from './print.ts';

const lookEveryMs = 500;

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
        const order = { labId, seatId, template: options.template ?? null, by: operatorName };
        const id = await inTransaction(db, (tx) => askCanary(tx, { bus, config }, order));
        const done = await follow(db, id, options.json === true ? () => undefined : createTeller());
        const { publicUrl } = config.http;
        if (options.json === true) printJson(done);
        else await printOutcome(db, done, `${publicUrl}/admin/machines/${done.machineId}`);
        if (done.outcome !== 'ok') process.exitCode = 1;
      });
    });
}

/** Looks at it until it has an outcome and the lab's end is under way; tells each look. */
async function follow(db: Db, canaryId: string, tell: (canary: Canary) => void): Promise<Canary> {
  for (;;) {
    const canary = await requireCanary(db, canaryId);
    tell(canary);
    if (canary.outcome !== null && canary.endedAt !== null) return canary;
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
}

/** Prints what is new since the last look: where it runs, and each step as soon as it is over. */
function createTeller(): (canary: Canary) => void {
  const told = new Set<string>();
  const once = (key: string, line: string): void => {
    if (!told.has(key)) printLine(line);
    told.add(key);
  };
  return ({ labName, seat, state, steps }) => {
    once('asked', `${labName}, seat ${seat?.username ?? 'unknown'}: asked for. Members who wait come first.`);
    if (state !== 'queued') once('placed', 'A worker has it.');
    for (const step of steps) {
      if (step.finishedAt === null) continue;
      const tookMs = Date.parse(step.finishedAt) - Date.parse(step.startedAt);
      const how = step.failure === null ? 'done' : `failed: ${step.failure}`;
      const label = provisionStepLabels[step.step].padEnd(28);
      once(
        `${step.attempt} ${step.step}`,
        `  try ${step.attempt}  ${label} ${(tookMs / 1000).toFixed(1).padStart(6)} s  ${how}`,
      );
    }
  };
}

async function printOutcome(db: Db, canary: Canary, page: string): Promise<void> {
  if (canary.outcome === 'ok')
    return printLine('It works: the machine could be logged in to, and its end is confirmed.');
  if (canary.outcome === 'not_placed') {
    return printLine('No worker or no place on the seat was free in time: nothing was tried.');
  }
  const text = canary.failure === null ? null : provisionFailures[canary.failure].text;
  printLine(`It failed. ${[text, canary.detail].find((line) => line !== null) ?? ''}`.trimEnd());
  for (const { step, failure, url, takenAt } of await listEvidence(db, canary.machineId)) {
    printLine(`  ${takenAt}  ${step ?? 'between two steps'}: ${failure ?? 'no reason'} at ${url}`);
  }
  printLine(`What its pages showed, and its log: ${page}`);
}
