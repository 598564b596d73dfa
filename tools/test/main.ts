import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { runChecks } from '../check/run-checks.ts';
import { findLeftovers } from '../leftovers/find-leftovers.ts';
import { buildWeb } from '../web-build.ts';
import { runVitest } from './run-vitest.ts';
import type { Outcome } from './tally.ts';
import { tally } from './tally.ts';

// `npm test`: gates, the dashboard's build, every test, and a look for what was left behind. With arguments
// (`npm test -- broker/src/domains/wallet`) only those tests.
const root = path.resolve(import.meta.dirname, '..', '..');
const leftoverGraceMs = 5000;
const runVariable = 'COINSLOT_TEST_FOLDER';

const args = process.argv.slice(2);
const folder = makeRunFolder();
const outcomes: Outcome[] = [];

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    console.log('Stopped before the end; nothing is said about the rest.');
    process.exit(130);
  });
}
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

if (args.length === 0) outcomes.push(...(await gateOutcomes()));
outcomes.push(await webOutcome());
const tests = await runVitest(root, args);
outcomes.push(...(tests.length > 0 ? tests : [{ name: 'no test matches', state: 'failed' } as const]));
outcomes.push(await leftoverOutcome());

const { lines, exitCode } = tally(outcomes, process.env.CI === 'true');
console.log(`\n${lines.join('\n')}`);
process.exit(exitCode);

/** Open to other users on purpose: as root, Postgres runs as an unprivileged user below it. */
function makeRunFolder(): string {
  const made = mkdtempSync(path.join(os.tmpdir(), 'coinslot-test-'));
  chmodSync(made, 0o755);
  process.env.TMPDIR = made;
  process.env[runVariable] = made;
  // The product's processes are started some hundred times in a run; what Node compiled once, all of them read.
  process.env.NODE_COMPILE_CACHE = path.join(made, 'compiled');
  return made;
}

async function gateOutcomes(): Promise<Outcome[]> {
  const results = await runChecks(root);
  return results.map((result) => ({ name: `gate: ${result.name}`, state: result.ok ? 'passed' : 'failed' }));
}

async function webOutcome(): Promise<Outcome> {
  try {
    await buildWeb(root);
    return { name: 'the dashboard builds', state: 'passed' };
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return { name: 'the dashboard builds', state: 'failed' };
  }
}

async function leftoverOutcome(): Promise<Outcome> {
  const { processes, mounts } = await findLeftovers({ variable: runVariable, folder }, leftoverGraceMs);
  for (const { pid, command } of processes) {
    console.error(`Left behind by the tests, ended now: process ${pid}: ${command}`);
    killQuietly(pid);
  }
  for (const mount of mounts) console.error(`Left behind by the tests: mount ${mount}`);
  const isClean = processes.length + mounts.length === 0;
  return { name: 'no process or mount is left behind', state: isClean ? 'passed' : 'failed' };
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself in between.
  }
}
