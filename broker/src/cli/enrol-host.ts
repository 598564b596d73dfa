import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { WorkerState } from '@coinslot/shared/states/worker.ts';
import { inTransaction } from '../database/db.ts';
import { ensurePool } from '../domains/catalog/index.ts';
import { createEnrolmentToken, listWorkers } from '../domains/fleet/index.ts';
import type { Operator } from './open-operator.ts';
import { operatorName } from './operator-name.ts';

const namesTried = 100;

export interface HostToEnrol {
  /** Where the tokens go, for the workers to read: `slot-1.name` (kept) and `slot-1.token` (single-use, until it was used). */
  folder: string;
  /** The workers are called `<host>-1`, `<host>-2` … */
  host: string;
  pool: string;
  workers: number;
  /** Machines that each of them looks after at once. */
  capacity: number;
}

/**
 * A token for each worker of a host that has not joined yet; run again, only for those that are still missing. A slot whose worker was
 * revoked or locked gets a new one with a new name. The pool is made where there is none of this name.
 *
 * @returns the names of the workers that may join now
 */
export async function enrolHost({ db, config }: Operator, asked: HostToEnrol): Promise<string[]> {
  await mkdir(asked.folder, { recursive: true });
  const known = new Map((await listWorkers({ db, config })).map(({ name, state }) => [name, state]));
  const poolId = await inTransaction(db, (tx) => ensurePool(tx, { name: asked.pool }));
  const made: string[] = [];
  for (let slot = 1; slot <= asked.workers; slot += 1) {
    const file = path.join(asked.folder, `slot-${slot}`);
    const state = known.get(await readName(`${file}.name`));
    if (state !== undefined && state !== 'revoked' && state !== 'locked') {
      await rm(`${file}.token`, { force: true });
      continue;
    }
    const name = chooseName(`${asked.host}-${slot}`, known);
    const actor = { id: null, name: operatorName };
    const { token } = await inTransaction(db, (tx) =>
      createEnrolmentToken(tx, { config }, { ...asked, name, poolId, labels: [], actor, address: null }),
    );
    // The token first: a worker reads its name, then the token of it.
    await place(`${file}.token`, token);
    await place(`${file}.name`, name);
    made.push(name);
  }
  return made;
}

async function readName(file: string): Promise<string> {
  return (await readFile(file, 'utf8').catch(() => '')).trim();
}

function chooseName(wanted: string, known: ReadonlyMap<string, WorkerState>): string {
  for (let n = 1; n <= namesTried; n += 1) {
    const name = n === 1 ? wanted : `${wanted}-${n}`;
    if (!known.has(name)) return name;
  }
  throw new Error(`No name is free for a worker: ${namesTried} like ${wanted} are taken.`);
}

// For the group only: the workers' user, where the folder hands its group down.
async function place(file: string, text: string): Promise<void> {
  await writeFile(`${file}.next`, `${text}\n`, { mode: 0o640 });
  await rename(`${file}.next`, file);
}
