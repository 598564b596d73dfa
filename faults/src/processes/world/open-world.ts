import path from 'node:path';
import { type Db, openDb } from '../../../../broker/src/database/db.ts';
import {
  type EmbeddedPostgres,
  openEmbedded,
} from '../../../../broker/src/database/embedded/open-embedded.ts';
import { readPostmaster } from '../../../../broker/src/database/embedded/postmaster-file.ts';
import { stopPostmaster } from '../../../../broker/src/database/embedded/stop-postmaster.ts';
import { freePorts } from '../../../../e2e/harness/free-port.ts';
import { runningAtTheLab } from '../../../../e2e/harness/lab-account.ts';
import type { ProductProcess } from '../../../../e2e/harness/product-process.ts';
import type { FaultPlace } from '../../scenario.ts';
import type { See } from '../links/sighting.ts';
import { closeLines, type Lines, openLines } from './lines.ts';
import { originOf, setUpParts, type Starters } from './parts.ts';
import { readFamily, tellAll } from './process-family.ts';
import { listLagMs } from './settings.ts';

/** The whole product as real processes with a line that can be broken between any two of them. */
export interface World {
  origin: string;
  lines: Lines;
  starters: Starters;
  /** What runs now, or what was killed last. */
  broker: ProductProcess;
  lab: ProductProcess;
  workers: Map<string, ProductProcess>;
  postgres: EmbeddedPostgres;
  postmasterPid: () => Promise<number | undefined>;
  /** The product's database, past its line: for looking only. */
  db: Db;
  /** Labels of the machines that the lab's own pages show as not ended. */
  runningAtTheLab: () => Promise<string[]>;
  /** Messages between the parts are shown to this. */
  watch: (see: See | null) => void;
}

const workerNames = ['worker-1', 'worker-2'] as const;
const slots = 2;
const sshPorts = 8;

/** Opens it below the place's folder; its end belongs to the place. */
export async function openWorld(place: FaultPlace): Promise<World> {
  const { folder } = place;
  const dataFolder = path.join(folder, 'postgres', 'data');
  const started = new Set<() => ProductProcess>();
  // What a kill leaves is written by the kernel; only a power cut would need more.
  const postgres = await openEmbedded({ dataDir: folder, settings: ['fsync=off', 'full_page_writes=off'] });
  place.atEnd(() => stopPostmaster(dataFolder));
  const databaseUrl = new URL(postgres.url);
  const ssh = await freePorts(sshPorts);
  const [broker, lab] = [await freePorts(1), await freePorts(1)];
  const ports = {
    broker,
    lab,
    database: Number(databaseUrl.port),
    sshFirst: ssh,
    sshLast: ssh + sshPorts - 1,
  };
  let watcher: See | null = null;
  const lines = await openLines(ports, workerNames, (sighting) => watcher?.(sighting));
  place.atEnd(() => closeLines(lines));
  place.atEnd(() => endAll(started));

  const set = await setUpParts({ folder, ports, lines, databaseUrl, slots }, workerNames);
  const db = openDb({
    url: databaseUrl.href,
    poolSize: 4,
    applicationName: 'faults',
    onConnectionError: () => undefined,
  });
  place.atEnd(() => db.$client.end());
  await db.$client.query('update labs set list_lag_ms = $1', [listLagMs]);
  const world: World = {
    origin: originOf(lines),
    lines,
    ...set,
    workers: new Map(),
    postgres,
    postmasterPid: async () => (await readPostmaster(dataFolder))?.pid,
    db,
    async runningAtTheLab() {
      const all = set.seats.map((seat) =>
        runningAtTheLab(`http://127.0.0.1:${ports.lab}`, seat.username, seat.password),
      );
      return (await Promise.all(all)).flat();
    },
    watch: (see) => void (watcher = see),
  };
  started.add(() => world.broker).add(() => world.lab);
  for (const name of workerNames) {
    const worker = await set.starters.worker(name);
    world.workers.set(name, worker);
    started.add(() => world.workers.get(name) ?? worker);
  }
  return world;
}

/** Workers first, so that nobody misses anybody. What was stopped or hangs does not hear a polite word. */
async function endAll(started: ReadonlySet<() => ProductProcess>): Promise<void> {
  for (const running of [...started].toReversed()) {
    const { pid, exited } = running();
    const family = await readFamily(pid);
    tellAll(family, 'SIGCONT');
    tellAll([pid], 'SIGTERM');
    const isLate = new Promise<'late'>((resolve) => setTimeout(resolve, 10_000, 'late').unref());
    if ((await Promise.race([exited, isLate])) === 'late') tellAll(family, 'SIGKILL');
  }
}
