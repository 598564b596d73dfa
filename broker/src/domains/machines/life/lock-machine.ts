import { EndReason } from '@coinslot/shared/states/end-reason.ts';
import { LabSessionState } from '@coinslot/shared/states/lab-session.ts';
import { MachinePurpose, MachineState } from '@coinslot/shared/states/machine.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { readRows, type Tx } from '../../../database/db.ts';
import { PgTimestamp } from '../../../database/pg-types.ts';

/** A machine whose row this transaction holds, as it is after every earlier writer. */
export interface LockedMachine extends z.infer<typeof MachineRow> {
  /** What the lab still runs (or may run) for it. */
  openLabSession: z.infer<typeof OpenLabSession> | null;
}

/**
 * Takes the lock that orders everything about one machine; every writer takes it first. One order, no deadlocks: machine,
 * worker (lockHolder), lease, the member's places, product, wallet, seat. Null when there is no such machine.
 */
export async function lockMachine(tx: Tx, machineId: string): Promise<LockedMachine | null> {
  const rows = await readRows(
    tx,
    MachineRow,
    sql`
      select
        id, purpose, name, owner_id as "ownerId", product_id as "productId", lab_id as "labId", state, end_reason as "endReason",
        epoch, attempt, seat_id as "seatId", price, duration_minutes as "durationMinutes",
        refunds_unused_on_stop as "refundsUnusedOnStop", assigned_at as "assignedAt",
        ready_at as "readyAt", expires_at as "expiresAt", degraded_since as "degradedSince",
        extension_minutes as "extensionMinutes", extension_price as "extensionPrice",
        max_life_minutes as "maxLifeMinutes", auto_extend as "autoExtend", log_bytes as "logBytes", log_capped as "logCapped"
      from machines where id = ${machineId} for update
    `,
  );
  const machine = rows[0];
  if (!machine) return null;
  // A second statement on purpose: one that waited for the lock would see other tables as they were before the wait.
  const sessions = await readRows(
    tx,
    OpenLabSession,
    sql`
      select id, state, epoch, seat_id as "seatId",
        (extract(epoch from lab_ends_at - now()) * 1000)::double precision as "labLeftMs"
      from lab_sessions where machine_id = ${machineId} and state <> 'ended'
    `,
  );
  return { ...machine, openLabSession: sessions[0] ?? null };
}

const MachineRow = z.object({
  id: z.uuid(),
  purpose: MachinePurpose,
  name: z.string(),
  ownerId: z.uuid().nullable(),
  /** Null for a canary only. */
  productId: z.uuid().nullable(),
  labId: z.uuid(),
  state: MachineState,
  endReason: EndReason.nullable(),
  epoch: z.int(),
  attempt: z.int(),
  seatId: z.uuid().nullable(),
  price: z.int(),
  durationMinutes: z.int(),
  refundsUnusedOnStop: z.boolean(),
  assignedAt: PgTimestamp.nullable(),
  readyAt: PgTimestamp.nullable(),
  expiresAt: PgTimestamp.nullable(),
  degradedSince: PgTimestamp.nullable(),
  extensionMinutes: z.int().nullable(),
  extensionPrice: z.int().nullable(),
  maxLifeMinutes: z.int().nullable(),
  autoExtend: z.boolean(),
  logBytes: z.int(),
  logCapped: z.boolean(),
});

const OpenLabSession = z.object({
  id: z.uuid(),
  state: LabSessionState,
  epoch: z.int(),
  seatId: z.uuid(),
  /** Until the lab ends it by itself, when the lab says so. */
  labLeftMs: z.number().nullable(),
});
