import { MachineState } from '@coinslot/shared/states/machine.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../context.ts';
import { readRows } from '../database/db.ts';
import { collectReconcilerGauges } from '../domains/reconciler/index.ts';
import { collectBackupGauges } from './collect-backup-gauges.ts';
import { collectFleetGauges } from './collect-fleet-gauges.ts';
import { collectWorkerHostGauges } from './collect-host-gauges.ts';
import { collectIncidentGauges } from './collect-incident-gauges.ts';
import { collectMachineGauges } from './collect-machine-gauges.ts';
import { collectOutboxGauges } from './collect-outbox-gauges.ts';

const Count = z.object({ state: z.string(), n: z.int() });

/** Fills the gauges that count rows. Called when somebody reads the metrics. */
export async function collectGauges({
  db,
  metrics,
  config,
}: Pick<BrokerContext, 'db' | 'metrics' | 'config'>): Promise<void> {
  const machines = await readRows(db, Count, sql`select state, count(*) as n from machines group by state`);
  metrics.machines.reset();
  for (const state of MachineState.options) metrics.machines.set({ state }, 0);
  for (const { state, n } of machines) metrics.machines.set({ state }, n);
  await collectFleetGauges({ db, metrics });

  const workers = await readRows(
    db,
    Count,
    sql`
      select case when state = 'active' and session_id is null then 'disconnected' else state end as state, count(*) as n
      from workers group by 1`,
  );
  metrics.workers.reset();
  for (const { state, n } of workers) metrics.workers.set({ state }, n);
  await collectMachineGauges({ db, metrics });
  await collectReconcilerGauges({ db, metrics, config });
  await collectOutboxGauges({ db, metrics });
  await collectIncidentGauges({ db, metrics });
  await collectBackupGauges({ db, metrics, config });
  await collectWorkerHostGauges({ db, metrics });

  const [held] = await readRows(
    db,
    z.object({ seconds: z.number() }),
    sql`
      select coalesce(extract(epoch from now() - min(created_at)), 0)::float8 as seconds
      from charges where state = 'held'`,
  );
  metrics.chargesHeldOldestAge.set(held?.seconds ?? 0);

  // Whichever broker looked last; a broker that has just started has not looked yet, and would end the alarm.
  const [books] = await readRows(
    db,
    z.object({ coins: z.int() }),
    sql`select imbalance_coins as coins from ledger_checks`,
  );
  if (books !== undefined) metrics.ledgerImbalance.set(books.coins);
}
