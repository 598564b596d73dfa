import type pg from 'pg';
import { openDb } from '../../../broker/src/database/db.ts';
import { verifyFleet } from '../../../broker/src/domains/fleet/testing/verify-fleet.ts';
import { verifyLedger } from '../../../broker/src/domains/wallet/index.ts';
import type { Stored } from './history.ts';

/** Reads what the product wrote in this round. */
export async function collectStored(database: pg.Client, databaseUrl: string): Promise<Stored> {
  const read = async <Key extends keyof Stored>(query: string): Promise<Stored[Key]> =>
    (
      await database.query<{ rows: Stored[Key] }>(
        `select coalesce(json_agg(r), '[]') as rows from (${query}) r`,
      )
    ).rows[0]?.rows ?? ([] as never);
  return {
    machines: await read<'machines'>(
      `select id, state, owner_id as "ownerId", ${ms('requested_at')} as "requestedAt", ${ms('ready_at')} as "readyAt",
        ${ms('ended_at')} as "endedAt", last_event_n as "lastEventN" from machines`,
    ),
    leases: await read<'leases'>(
      `select l.machine_id as "machineId", l.worker_id as "workerId", w.name as worker, l.seat_id as "seatId", l.epoch, ${ms('c.written_at')} as "writtenAt",
        ${ms('l.acknowledged_at')} as "acknowledgedAt", ${ms('l.released_at')} as "releasedAt"
      from leases l join workers w on w.id = l.worker_id join simulator.chronicle c on c.kind = 'leases' and c.id = l.id`,
    ),
    labSessions: await read<'labSessions'>(
      `select s.id, s.machine_id as "machineId", s.tag, s.lab_ref as "labRef", s.state, ${ms('s.ended_at')} as "endedAt", ${ms('c.written_at')} as "writtenAt"
      from lab_sessions s join simulator.chronicle c on c.kind = 'lab_sessions' and c.id = s.id`,
    ),
    orderedEnds: await read<'orderedEnds'>(
      `select w.name as worker, e.lab_ref as "labRef", ${ms('l.ordered_at')} as "orderedAt", ${ms('l.over_at')} as "overAt"
      from simulator.ordered_ends e join simulator.looks l using (seat_id, epoch) join workers w on w.id = l.worker_id`,
    ),
    endpoints: await read<'endpoints'>(
      `select machine_id as "machineId", host_key_fingerprint as fingerprint, ${ms('verified_at')} as "shownAt",
        ${ms('closed_at')} as "closedAt" from endpoints`,
    ),
    charges: await read<'charges'>(
      `select id, machine_id as "machineId", user_id as "userId", kind, price, state, refunded_earned + refunded_bought as refunded
      from charges`,
    ),
    chargeTransfers: await read<'chargeTransfers'>(
      `select split_part(reference, ':', 1) as "chargeId", kind, sum(amount) as coins, count(*) as times from transfers
      where kind in ('hold', 'capture', 'release', 'refund') group by 1, 2`,
    ),
    wallets: await read<'wallets'>(
      `select user_id as "userId", available_earned + available_bought as available, held_earned + held_bought as held from wallets`,
    ),
    events: await read<'events'>(
      `select machine_id as "machineId", array_agg(n order by n) as numbers from machine_events group by 1`,
    ),
    differences: await recount(databaseUrl),
  };
}

async function recount(databaseUrl: string): Promise<string[]> {
  const db = openDb({
    url: databaseUrl,
    poolSize: 2,
    applicationName: 'coinslot simulator',
    onConnectionError: () => undefined,
  });
  try {
    const { differences } = await verifyLedger(db);
    const wrong = differences.map(
      ({ kind, id, what, expected, found }) => `ledger: ${kind} ${id}: ${what} is ${found}, not ${expected}`,
    );
    return [...wrong, ...(await verifyFleet(db))];
  } finally {
    await db.$client.end();
  }
}

function ms(column: string): string {
  return `(extract(epoch from ${column}) * 1000)::double precision`;
}
