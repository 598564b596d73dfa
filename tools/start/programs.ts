import type { Commands } from './provision.ts';
import { enrolWorker, readWorkers } from './provision.ts';
import type { Program } from './supervise.ts';
import { chooseWorkerFolder, isVoid, type WorkerFolder } from './worker-folder.ts';

const killAfterMs = 20_000;

export function brokerProgram({ root, env }: Commands): Program {
  return {
    name: 'broker',
    args: ['broker/src/main.ts'],
    cwd: root,
    environment: () => Promise.resolve({ env: env.broker }),
    readyMessage: 'broker is listening',
    // The first start makes a database cluster and migrates it.
    readyWithinMs: 120_000,
    ladder: { againAfterMs: 15_000, killAfterMs },
  };
}

export function labProgram({ root, env }: Commands): Program {
  return {
    name: 'lab',
    args: ['lab/src/main.ts'],
    cwd: root,
    environment: () => Promise.resolve({ env: env.lab }),
    readyMessage: 'lab is listening',
    readyWithinMs: 60_000,
    ladder: { againAfterMs: 15_000, killAfterMs },
  };
}

/** One worker of this host, in the folder it was enrolled in before, else in a new one. */
export function workerProgram(commands: Commands, slot: string, say: (line: string) => void): Program {
  let folder: WorkerFolder | undefined;
  return {
    name: slot,
    args: ['worker/src/main.ts'],
    cwd: commands.root,
    async environment({ diedSaying }) {
      if (folder === undefined || diedSaying !== undefined) {
        const known = await readWorkers(commands);
        const state = known.find(({ name }) => name === folder?.name)?.state;
        if (state !== undefined && isVoid(state)) return { refused: explainVoid(state) };
        folder = await chooseWorkerFolder(commands.dataDir, slot, known);
        for (const sentence of folder.passedOver) say(`${slot}: ${sentence} ${folder.name} takes its place.`);
      }
      const env = { ...commands.env.worker, WORKER_DATA_DIR: folder.dataDir };
      if (folder.isEnrolled) return { env };
      const token = await enrolWorker(commands, folder.name);
      folder.isEnrolled = true;
      return { env: { ...env, COINSLOT_ENROLMENT_TOKEN: token } };
    },
    readyMessage: 'worker is connected',
    readyWithinMs: 90_000,
    // The first SIGTERM drains; its own deadline (10 s) comes first, the second SIGTERM is for one that overruns it.
    ladder: { againAfterMs: 12_000, killAfterMs },
  };
}

function explainVoid(state: string): string {
  return `an admin or the broker ${state} this worker for good, so it is not started again. Stop with Ctrl-C and start anew: a new worker is enrolled in its place.`;
}
