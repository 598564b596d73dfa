import { readdir } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { openJournal } from './run/journal.ts';
import { runScenario } from './run/run-scenario.ts';
import { summarize } from './run/summarize.ts';
import type { Scenario } from './scenario.ts';
import { scenarios } from './scenarios.ts';

// `npm run test:faults -- --minutes M --seed S`: hurts the product for so long and looks whether its promises hold. Exit
// code 0 only when every scenario ran and every round held.
const usage = `npm run test:faults -- [--minutes 60] [--seed 1] [--only <scenario>,…] [--resume]
npm run test:faults -- --only <scenario> --round <seed>     one round again
${scenarios.map(({ name, about }) => `  ${name.padEnd(18)} ${about}`).join('\n')}
  --resume     goes on with the run of this seed that was stopped`;

const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stopping.abort());
// A round that did not end was left behind, and may hold something that would keep this process.
process.exit(await main());

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string', default: '60' },
      seed: { type: 'string', default: '1' },
      only: { type: 'string' },
      round: { type: 'string' },
      resume: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const wish = readWish(values);
  if (values.help || wish === null) {
    console.log(usage);
    return values.help ? 0 : 2;
  }
  return await hurt({ ...wish, resume: values.resume });
}

interface Wish {
  chosen: readonly Scenario[];
  minutes: number;
  seed: number;
  exactSeed: number | undefined;
}

/** Null when it cannot be meant. */
function readWish(values: { minutes: string; seed: string; only?: string; round?: string }): Wish | null {
  const only = values.only?.split(',') ?? scenarios.map(({ name }) => name);
  const chosen = scenarios.filter(({ name }) => only.includes(name));
  const minutes = Number(values.minutes);
  const seed = Number(values.seed);
  const exactSeed = values.round === undefined ? undefined : Number(values.round);
  const areSeeds = [seed, exactSeed ?? 0].every((one) => Number.isInteger(one) && one >= 0);
  if (chosen.length !== only.length || !(minutes > 0) || !areSeeds) return null;
  if (exactSeed !== undefined && chosen.length !== 1) return null;
  return { chosen, minutes, seed, exactSeed };
}

async function hurt({
  chosen,
  minutes,
  seed,
  exactSeed,
  resume,
}: Wish & { resume: boolean }): Promise<number> {
  const say = (line: string): void => console.log(`${new Date().toISOString().slice(11, 19)} ${line}`);
  say(`seed ${seed}, ${minutes} minutes, ${os.availableParallelism()} processors, ${os.release()}`);
  const folder = path.join(process.env['COINSLOT_DATA_DIR'] ?? '.coinslot', 'faults');
  const journal = await openJournal(await journalFile(folder, seed, resume));
  const weights = chosen.reduce((sum, { weight }) => sum + weight, 0);
  for (const scenario of chosen) {
    const budgetMs = (minutes * 60_000 * scenario.weight) / weights;
    if (!stopping.signal.aborted)
      await runScenario(scenario, { seed, budgetMs, exactSeed, journal, signal: stopping.signal, say });
  }
  const { lines, isClean } = summarize(chosen, journal.entries);
  console.log(lines.join('\n'));
  if (stopping.signal.aborted) say(`stopped; go on with: npm run test:faults -- --seed ${seed} --resume`);
  say(`rounds are kept in ${journal.file}`);
  return isClean && !stopping.signal.aborted ? 0 : 1;
}

/** A new file for each run; with `resume` the newest one of this seed. */
async function journalFile(folder: string, seed: number, resume: boolean): Promise<string> {
  const beginning = `seed-${seed}-`;
  const runs = await readdir(folder).catch(() => []);
  const newest = runs
    .filter((name) => name.startsWith(beginning))
    .toSorted()
    .at(-1);
  const fresh = `${beginning}${new Date().toISOString().replaceAll(':', '-').slice(0, 19)}.jsonl`;
  return path.join(folder, resume && newest !== undefined ? newest : fresh);
}
