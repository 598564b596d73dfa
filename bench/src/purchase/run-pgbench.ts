import { spawn } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import type { Place } from '../place.ts';
import { memberCount } from './shop.ts';

export interface PgbenchRun {
  purchases: number;
  perSecond: number;
  latenciesMs: number[];
}

export interface PgbenchOptions {
  program: string;
  databaseUrl: string;
  productId: string;
  clients: number;
  seconds: number;
}

/** The purchase as pgbench can do it best: the broker's own function, prepared once for each connection, random members. */
export async function runPgbench(place: Place, options: PgbenchOptions): Promise<PgbenchRun> {
  const script = path.join(place.folder, 'purchase.pgbench');
  const log = path.join(place.folder, 'pgbench-log');
  await writeFile(script, purchaseScript(options.productId));
  const { clients, seconds } = options;
  const child = spawn(
    options.program,
    [
      '--no-vacuum',
      '--protocol=prepared',
      `--client=${clients}`,
      '--jobs=2',
      `--time=${seconds}`,
      '--log',
      `--log-prefix=${log}`,
      `--file=${script}`,
      options.databaseUrl,
    ],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { PATH: process.env['PATH'], LC_ALL: 'C' } },
  );
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const code = await ended;
  const perSecond = Number(/tps = ([\d.]+) \(without/.exec(out)?.[1]);
  if (code !== 0 || !(perSecond > 0)) throw new Error(`pgbench ended with ${code}:\n${out}\n${err}`);
  const latenciesMs = await takeLatencies(log, child.pid ?? 0);
  return { purchases: latenciesMs.length, perSecond, latenciesMs };
}

function purchaseScript(productId: string): string {
  return `\\set n random(1, ${memberCount})
select outcome, facts, waiting, buyer_id from buy_machine(
  encode(sha256(convert_to('token-' || :n, 'UTF8')), 'hex'), 2592000000, '${productId}', null, null, gen_random_uuid(), 'brave-otter-42', gen_random_uuid()::text,
  'POST /api/v1/machines', '${'0'.repeat(64)}', 1000000000, null, 900000, false);
`;
}

/** One log for each thread: its third column is the time in µs. */
async function takeLatencies(prefix: string, pid: number): Promise<number[]> {
  const latencies: number[] = [];
  for (const file of [`${prefix}.${pid}`, `${prefix}.${pid}.1`]) {
    for (const line of (await readFile(file, 'utf8')).split('\n')) {
      if (line !== '') latencies.push(Number(line.split(' ')[2]) / 1000);
    }
    await rm(file);
  }
  return latencies;
}
