import path from 'node:path';
import { countLabMachines } from './count-lab-machines.ts';
import { endLeftovers } from './end-leftovers.ts';
import { environmentsOf } from './environments.ts';
import { openLogFile } from './log-file.ts';
import type { StartOptions } from './options.ts';
import { brokerProgram, labProgram, workerProgram } from './programs.ts';
import type { Commands } from './provision.ts';
import { provisionLab, readSetupCode } from './provision.ts';
import type { Program, Supervised } from './supervise.ts';
import { supervise } from './supervise.ts';
import { tellProgress } from './tell-progress.ts';

export interface Product {
  url: string;
  setupCode: string | undefined;
}

export interface Launcher {
  start: () => Promise<Product>;
  /** How many machines a stop ends: those of the bundled lab. */
  countLabMachines: () => Promise<number>;
  /** Workers, then the lab, then the broker with its database. */
  stop: () => Promise<void>;
  kill: () => Promise<void>;
}

/** The parts of one start in their order. `say` shows a line to the person, `step` what happens now. */
export function makeLauncher(
  root: string,
  options: StartOptions,
  { say, step }: { say: (line: string) => void; step: (line: string) => void },
): Launcher {
  const commands: Commands = {
    root,
    dataDir: options.dataDir,
    env: environmentsOf(root, options, process.env),
  };
  const running: Supervised[] = [];
  let isStopping = false;

  return {
    async start() {
      step('Starting the broker and its database');
      const broker = await launch(brokerProgram(commands));
      if (options.withLab) {
        step('Starting the bundled lab');
        const lab = await launch(labProgram(commands));
        step('Preparing the bundled lab');
        await provisionLab(commands, lab.url ?? `http://lab.localhost:${options.labPort}`);
      }
      step(options.workers === 1 ? 'Starting the worker' : `Starting ${options.workers} workers`);
      const names = Array.from({ length: options.workers }, (_, index) => `worker-${index + 1}`);
      const starts = names.map((name) => [name, launch(workerProgram(commands, name, say))] as const);
      await tellProgress(new Map(starts), step);
      step('Reading the setup code');
      return {
        url: broker.url ?? `http://localhost:${options.port}`,
        setupCode: await readSetupCode(commands),
      };
    },
    async countLabMachines() {
      const isThere = running.some(({ name }) => name === 'lab');
      return isThere ? await countLabMachines(options.labPort) : 0;
    },
    async stop() {
      isStopping = true;
      await Promise.all(
        running.filter(({ name }) => name.startsWith('worker')).map((worker) => worker.stop()),
      );
      for (const name of ['lab', 'broker']) await running.find((part) => part.name === name)?.stop();
      await endLeftovers(options.dataDir, say);
    },
    async kill() {
      isStopping = true;
      for (const part of running) part.kill();
      await endLeftovers(options.dataDir, () => undefined);
    },
  };

  async function launch(program: Program) {
    if (isStopping) throw new Error('Stopped before everything was started.');
    const log = openLogFile(path.join(options.dataDir, 'logs'), program.name);
    const part = supervise(program, { log, say });
    running.push(part);
    return await part.ready;
  }
}
