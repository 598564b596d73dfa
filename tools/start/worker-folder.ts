import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

/** A worker as the broker knows it. */
export const KnownWorker = z.object({ id: z.uuid(), name: z.string(), state: z.string() });
export type KnownWorker = z.infer<typeof KnownWorker>;

/** Which folder a worker of this start uses: with an identity that is good, or free for a new one of this name. */
export interface WorkerFolder {
  name: string;
  dataDir: string;
  isEnrolled: boolean;
  /** What is wrong with the folders before it, as a sentence each. */
  passedOver: string[];
}

const Identity = z.object({ workerId: z.uuid() });
const namesTried = 100;

/**
 * Looks through `worker-1`, `worker-1-2`, `worker-1-3` … A folder whose worker was revoked or locked, or that belongs to another
 * database, never serves again; a name whose folder has no identity (a start was cut off in the middle of its enrolment, or the
 * folder was deleted) cannot be enrolled twice.
 */
export async function chooseWorkerFolder(
  launchDir: string,
  slot: string,
  known: readonly KnownWorker[],
): Promise<WorkerFolder> {
  const passedOver: string[] = [];
  for (let n = 1; n <= namesTried; n += 1) {
    const name = n === 1 ? slot : `${slot}-${n}`;
    const dataDir = path.join(launchDir, name);
    const workerId = await readWorkerId(dataDir);
    const isTaken = known.some((worker) => worker.name === name);
    if (workerId === undefined) {
      if (!isTaken) return { name, dataDir, isEnrolled: false, passedOver };
      continue;
    }
    const state = known.find(({ id }) => id === workerId)?.state;
    if (state !== undefined && !isVoid(state)) return { name, dataDir, isEnrolled: true, passedOver };
    passedOver.push(
      state === undefined ? `${name} belongs to another database.` : `${name} is ${state} for good.`,
    );
  }
  throw new Error(
    `No name is free for a worker: ${namesTried} folders like ${slot} were looked at in ${launchDir}.`,
  );
}

/** True for a worker that no broker lets in again. */
export function isVoid(state: string): boolean {
  return state === 'revoked' || state === 'locked';
}

async function readWorkerId(dataDir: string): Promise<string | undefined> {
  const file = path.join(dataDir, 'identity.json');
  if (!existsSync(file)) return undefined;
  return Identity.parse(JSON.parse(await readFile(file, 'utf8'))).workerId;
}
