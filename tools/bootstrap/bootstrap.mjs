import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureInstalled } from './ensure-installed.mjs';
import { environmentWithoutNpm } from './environment.mjs';
import { plainError } from './plain-error.mjs';
import { runChild } from './run-child.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');

const programs = {
  start: 'tools/start/main.ts',
  test: 'tools/test/main.ts',
  check: 'tools/check/main.ts',
  bench: 'bench/src/main.ts',
  'test:faults': 'faults/src/main.ts',
  coinslot: 'cli/src/main.ts',
  worker: 'worker/src/main.ts',
  'lab-account': 'lab/src/account.ts',
  'sign-in-stand-in': 'broker/src/domains/sign-in/testing/main.ts',
};

/**
 * Installs what is missing and runs the program of that name under the pinned Node, ending with its exit code.
 *
 * @param {string[]} argv the program's name, then its own arguments
 */
export async function bootstrap(argv) {
  const [name, ...args] = argv;
  const program = Object.hasOwn(programs, name ?? '') ? programs[name] : undefined;
  if (program === undefined) {
    throw plainError(`Say what to run: ${Object.keys(programs).join(', ')}.`);
  }
  const node = await ensureInstalled(root);
  const dataDir = path.resolve(root, process.env.COINSLOT_DATA_DIR || '.coinslot');
  const child = spawn(node, [path.join(root, program), ...args], {
    // A process group of its own: Ctrl-C in a terminal reaches every process of the foreground group, and npm
    // passes it on once more. Only run-child.mjs hands signals over, each once.
    detached: true,
    stdio: 'inherit',
    cwd: name === 'coinslot' ? process.cwd() : root,
    env: {
      ...environmentWithoutNpm(root),
      COINSLOT_DATA_DIR: dataDir,
      // The lab that `npm start` runs keeps its accounts there.
      ...(name === 'lab-account' && { LAB_DATA_DIR: process.env.LAB_DATA_DIR || path.join(dataDir, 'lab') }),
    },
  });
  process.exit(await runChild(child));
}
