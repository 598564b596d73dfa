import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { Violation } from '../scenario.ts';
import type { House } from './open-house.ts';

/** How everything stands that a restart must not change, of the machines that stay up. */
export type Standing = ReadonlyMap<string, string>;

const KeptRow = z.object({ id: z.uuid(), standing: z.string() });

export async function readStanding({ database, kept }: House): Promise<Standing> {
  const { rows } = await database.query(
    `select m.id, format('%s at epoch %s, attempt %s, with worker %s (%s) for %s, %s events', m.state, m.epoch, m.attempt,
       l.worker_id, l.boot_id, (select string_agg(s.id || ' ' || s.state, ',') from lab_sessions s where s.machine_id = m.id), m.last_event_n
     ) as standing
     from machines m left join leases l on l.machine_id = m.id and l.released_at is null
     where m.id = any($1::uuid[])`,
    [kept],
  );
  return new Map(
    KeptRow.array()
      .parse(rows)
      .map(({ id, standing }) => [id, standing]),
  );
}

/** @throws Violation when a machine that stays up stands elsewhere than before */
export async function checkStanding(house: House, before: Standing): Promise<void> {
  const now = await readStanding(house);
  const moved = house.kept.filter((id) => now.get(id) !== before.get(id));
  const [first = ''] = moved;
  if (moved.length > 0)
    throw new Violation('machines were touched by a restart', {
      machines: moved.length,
      was: before.get(first),
      is: now.get(first),
    });
  const lost = house.workers.reduce((sum, { machines }) => sum + machines.lost(), 0);
  if (lost > 0) throw new Violation('workers lost machines that nobody had ended', { lost });
}

/** @throws Violation when a report was lost, refused or counted twice */
export async function checkReports({ database, workers }: House): Promise<void> {
  const notTaken = workers.flatMap(({ reports }) => reports.notTaken);
  if (notTaken.length > 0) throw new Violation('reports were not taken', { notTaken: notTaken.slice(0, 5) });
  await until('every report is answered', async () =>
    workers.every(({ reports }) => reports.unanswered() === 0),
  );
  const { rows } = await database.query('select id, report_seq from workers');
  const counted = new Map(
    z
      .object({ id: z.uuid(), report_seq: z.int() })
      .array()
      .parse(rows)
      .map((row) => [row.id, row.report_seq]),
  );
  for (const { workerId, reports } of workers)
    if (counted.get(workerId) !== reports.count())
      throw new Violation('reports were lost', { sent: reports.count(), counted: counted.get(workerId) });
}

/**
 * A report that was lost or counted twice makes a machine's history shorter or longer than it is where nothing happens.
 *
 * @throws Violation when a machine has another history than one that is bought, comes up and is stopped
 */
export async function checkEvents({ database }: Pick<House, 'database'>): Promise<void> {
  await until('what was stopped has stopped, also at its lab', async () => {
    const { rowCount } = await database.query(
      `select from machines m where m.state not in ('ready', 'stopped')
         or m.state = 'stopped' and exists (select from lab_sessions s where s.machine_id = m.id and s.state <> 'ended')`,
    );
    return rowCount === 0;
  });
  const { rows } = await database.query(
    `select history, count(*)::integer as machines, min(machine_id::text) as example from (
       select machine_id, string_agg(concat_ws(' ', kind, data->>'to', data->>'step', case when is_late then 'by its deadline' end),
         ', ' order by n) as history
       from (select e.*, e.data->>'to' = 'stopped' and e.at >= $1 * interval '1 millisecond' + (
           select b.at from machine_events b where b.machine_id = e.machine_id and b.data->>'to' = 'stopping'
         ) as is_late from machine_events e) timed
       group by machine_id
     ) told group by history`,
    [stoppingDeadlineMs],
  );
  const strange = HistoryRow.array()
    .parse(rows)
    .filter(({ history }) => !usualHistory.test(history));
  if (strange.length > 0)
    throw new Violation('machines have strange histories', { strange: strange.slice(0, 3) });
}

/** The product's own, which nothing here changes. */
const stoppingDeadlineMs = 30_000;

/** A stop may be over before the worker that is away has told of the lab's end, but only by its deadline. */
const usualHistory =
  /^requested, charge, state assigned, state provisioning, step sign_in, state ready, charge(, state stopping(, charge)?, (lab_session_ended, state stopped( by its deadline)?|state stopped by its deadline, lab_session_ended))?$/;

const HistoryRow = z.object({ history: z.string(), machines: z.int(), example: z.string() });

/**
 * Answers how many lines there are.
 *
 * @throws Violation when a stored log is not what was written
 */
export async function checkLogs({ database, workers }: House): Promise<number> {
  const written = new Map(workers.flatMap(({ machines }) => [...machines.written]));
  const ids = [...written.keys()];
  const wrong = (stored: ReadonlyMap<string, string>): string[] =>
    ids.filter((id) => stored.get(id) !== written.get(id));
  const givesUpAt = performance.now() + settledWithinMs;
  let stored = await readLogs(database, ids);
  while (wrong(stored).length > 0 && performance.now() < givesUpAt) {
    await pause(200);
    stored = await readLogs(database, ids);
  }
  const [first] = wrong(stored);
  if (first !== undefined)
    throw new Violation('logs do not hold what was written', {
      machines: wrong(stored).length,
      written: written.get(first)?.slice(-200),
      stored: stored.get(first)?.slice(-200),
    });
  return [...written.values()].reduce((sum, text) => sum + text.split('\n').length - 1, 0);
}

async function readLogs(database: House['database'], ids: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await database.query(
    `select machine_id, string_agg(text, '' order by epoch, seq) as text from machine_logs
     where machine_id = any($1::uuid[]) group by machine_id`,
    [ids],
  );
  return new Map(
    LogRow.array()
      .parse(rows)
      .map(({ machine_id, text }) => [machine_id, text]),
  );
}

const LogRow = z.object({ machine_id: z.uuid(), text: z.string() });

const settledWithinMs = 30_000;

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const givesUpAt = performance.now() + settledWithinMs;
  while (!(await isSo())) {
    if (performance.now() > givesUpAt) throw new Violation(`waited in vain until ${what}`);
    await pause(100);
  }
}
