import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { MachineWorld } from '../../../broker/src/domains/machines/testing/machine-world.ts';
import { openProxy, type Proxy } from '../processes/proxy/open-proxy.ts';
import { createRandom, type Random } from '../random.ts';
import { type Figures, Violation } from '../scenario.ts';
import { makeIdentity, startSpoolingWorker, type SpoolingWorker } from './spooling-worker.ts';
import { openPage } from './watching-page.ts';

export interface PourOptions {
  seed: number;
  lines: number;
  /** On both legs together. */
  cuts: number;
  /** How often the worker's process is killed. */
  kills: number;
  /** Ends the round before its time. */
  signal?: AbortSignal;
}

const patienceMs = 60_000;

/** A broker's settings: the one worker here dials as often as its line breaks, and is to be let in each time. */
export const comesOften = { BROKER_WORKER_JOINS_PER_SECOND: '100000' };
let workers = 0;

/**
 * Pours a machine's log through both legs, worker → broker and broker → page, breaks them at random moments, and compares what was
 * stored and what two pages saw with what was written.
 *
 * @throws Violation when a line is missing, comes twice or stands elsewhere
 */
export async function pourLog(world: MachineWorld, options: PourOptions): Promise<Figures> {
  const random = createRandom(options.seed);
  const dataDir = await mkdtemp(path.join(tmpdir(), 'coinslot-legs-'));
  const broker = new URL(world.broker.url);
  const to = { host: broker.hostname, port: Number(broker.port) };
  const legs = { up: await openProxy({ to }), down: await openProxy({ to }) };
  const signal = options.signal ?? new AbortController().signal;
  // The lines first: who is still dialling through one that swallows everything is answered by nothing else.
  const ends: (() => Promise<unknown>)[] = [() => legs.up.close(), () => legs.down.close()];
  try {
    const machine = await makeMachine(world, dataDir, signal);
    const url = `http://127.0.0.1:${legs.down.port}/api/v1/machines/${machine.id}/live`;
    const pages = (['websocket', 'sse'] as const).map((transport) =>
      openPage(transport, url, machine.headers),
    );
    for (const page of pages) ends.push(() => page.stop());
    const worker = await startSpoolingWorker({
      dataDir,
      url: `ws://127.0.0.1:${legs.up.port}/worker/v1`,
      identity: machine.identity,
      hold: machine.hold,
    });
    ends.push(() => worker.stop());

    const written = await pour(worker, { legs, random, options, signal });
    for (const leg of Object.values(legs)) leg.heal();
    await until(signal, async () => pages.every((page) => page.text().length >= written.length));
    const stored = await readStored(world, machine.id);
    compare('the store', stored, written);
    for (const [at, page] of pages.entries())
      compare(at === 0 ? 'a WebSocket' : 'an event stream', page.text(), written);
    return {
      lines: options.lines,
      cuts: options.cuts,
      'workers killed': options.kills,
      'page visits': pages.reduce((sum, page) => sum + page.visits(), 0),
      'bytes swallowed': legs.up.lostBytes() + legs.down.lostBytes(),
    };
  } finally {
    for (const end of ends) await end();
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** A ready machine on a worker of its own. */
async function makeMachine(world: MachineWorld, dataDir: string, signal: AbortSignal) {
  workers += 1;
  const member = await world.broker.register();
  const { id } = await world.buy(member, await world.makeProduct(0));
  const { identity, publicKey } = await makeIdentity(dataDir, {
    workerId: world.workerId,
    brokerId: world.broker.ctx.brokerId,
    name: `worker ${workers}`,
  });
  await query(
    world,
    'update workers set public_key = $2, join_counter = 0, join_counter_offered = null, boot_id = null where id = $1',
    [world.workerId, publicKey],
  );
  await world.bringUp(await world.assign(id));
  async function hold(bootId: string) {
    const deadline = performance.now() + patienceMs;
    while (performance.now() < deadline) {
      signal.throwIfAborted();
      const [row] = await query(
        world,
        `select l.epoch from leases l join workers w on w.id = l.worker_id
         where l.machine_id = $1 and l.released_at is null and w.boot_id = $2`,
        [id, bootId],
      );
      if (row !== undefined) return { machineId: id, epoch: Number(row['epoch']) };
      await sleep(10);
    }
    const [now] = await query(
      world,
      'select state, join_counter, join_counter_offered from workers where id = $1',
      [world.workerId],
    );
    throw new Violation('the worker did not get its machine back', { worker: now });
  }
  const headers = { cookie: member.cookie(), origin: world.broker.ctx.config.http.publicUrl };
  return { id, identity, headers, hold };
}

/** Writes all lines, and breaks something after each part of them. Answers what was written. */
async function pour(
  worker: SpoolingWorker,
  {
    legs,
    random,
    options,
    signal,
  }: { legs: { up: Proxy; down: Proxy }; random: Random; options: PourOptions; signal: AbortSignal },
): Promise<string> {
  const { lines, cuts, kills } = options;
  const killAfter = new Set(Array.from({ length: kills }, () => random.whole(1, cuts)));
  let written = '';
  for (let cut = 1, n = 0; cut <= cuts; cut += 1) {
    signal.throwIfAborted();
    for (; n < Math.floor((lines * cut) / cuts); n += 1) {
      const line = `${n} ${'\u001b[32mok\u001b[0m é漢🔑 '.repeat(random.whole(0, 3))}${'x'.repeat(random.whole(0, 40))}\n`;
      worker.write(line);
      written += line;
    }
    if (random.chance(0.5)) worker.flush();
    await sleep(random.whole(0, 50));
    await breakOne(random.chance(0.5) ? legs.up : legs.down, random);
    if (!killAfter.has(cut)) continue;
    worker.flush();
    for (const leg of Object.values(legs)) leg.heal();
    await worker.kill();
  }
  worker.flush();
  return written;
}

async function breakOne(leg: Proxy, random: Random): Promise<void> {
  const how = random.pick(['reset', 'end', 'reply lost', 'both lost', 'refused'] as const);
  if (how === 'reset' || how === 'end') return leg.cut(how);
  if (how === 'refused') {
    leg.refuse();
    leg.cut('reset');
  } else leg.halfOpen(how === 'reply lost' ? 'down' : 'both');
  await sleep(random.whole(5, 60));
  leg.heal();
  // Those that lost nothing are not reset by that.
  leg.cut('reset');
}

async function readStored(world: MachineWorld, id: string): Promise<string> {
  const rows = await query(world, 'select text from machine_logs where machine_id = $1 order by epoch, seq', [
    id,
  ]);
  return rows.map(({ text }) => String(text)).join('');
}

async function query(
  world: MachineWorld,
  text: string,
  values: unknown[],
): Promise<Record<string, unknown>[]> {
  const { rows } = await world.broker.database.db.$client.query<Record<string, unknown>>(text, values);
  return rows;
}

function compare(where: string, found: string, written: string): void {
  if (found === written) return;
  const [have, want] = [found.split('\n'), written.split('\n')];
  const at = want.findIndex((line, n) => have[n] !== line);
  throw new Violation(`${where} does not hold what was written`, {
    lines: have.length - 1,
    wanted: want.length - 1,
    firstDifference: at,
    found: have.slice(at, at + 3),
    written: want.slice(at, at + 3),
  });
}

async function until(signal: AbortSignal, isSo: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while (!(await isSo()) && performance.now() < deadline) await sleep(20, undefined, { signal });
}
