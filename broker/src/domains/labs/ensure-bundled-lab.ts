import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../context.ts';
import { readRows, type Tx } from '../../database/db.ts';
import { ensurePool, ensureProduct } from '../catalog/index.ts';
import { seatSecretContext } from './read-seat-secret.ts';
import { seats } from './tables.ts';

/** What `coinslot lab add-bundled` reads: the accounts that the bundled lab made for us. */
export const BundledLabSeats = z.object({
  seats: z
    .array(
      z.object({
        username: z.string().min(1).max(100),
        password: z.string().min(1).max(200),
        maxConcurrent: z.int().min(1).max(64).default(1),
      }),
    )
    .min(1)
    .max(200),
});
export type BundledLabSeats = z.infer<typeof BundledLabSeats>;

/**
 * Records the bundled lab with its seats, and on the first run a pool and three products. Running it again replaces the
 * address and the passwords, and reopens seats and breaker: whoever brings fresh accounts has looked.
 */
export async function ensureBundledLab(
  tx: Tx,
  ctx: Pick<BrokerContext, 'secrets'>,
  lab: { baseUrl: string } & BundledLabSeats,
): Promise<{ labId: string; poolId: string }> {
  const labId = await ensureLab(tx, lab.baseUrl);
  for (const seat of lab.seats) await ensureSeat(tx, ctx, labId, seat);
  const poolId = await ensurePool(tx, { name: bundledPoolName });
  for (const product of bundledProducts) await ensureProduct(tx, { ...product, labId, poolId });
  return { labId, poolId };
}

export const bundledPoolName = 'default';

async function ensureLab(tx: Tx, baseUrl: string): Promise<string> {
  const rows = await readRows(
    tx,
    z.object({ id: z.uuid() }),
    sql`
      insert into labs (
        name, driver, recipe, base_url, list_lag_ms,
        permission_kind, permission_note, permission_confirmed_by, permission_confirmed_at
      ) values (
        'Bundled lab', 'console', 'bundled', ${baseUrl}, 2000,
        'own_installation', 'Runs on this host as a part of Coinslot.', 'Coinslot', now()
      )
      on conflict (name) do update set
        base_url = excluded.base_url, breaker_opened_at = null, breaker_reason = null
      returning id
    `,
  );
  const row = rows[0];
  if (!row) throw new Error('the bundled lab was neither found nor made');
  return row.id;
}

async function ensureSeat(
  tx: Tx,
  ctx: Pick<BrokerContext, 'secrets'>,
  labId: string,
  seat: BundledLabSeats['seats'][number],
): Promise<void> {
  const found = await readRows(
    tx,
    z.object({ id: z.uuid() }),
    sql`select id from seats where lab_id = ${labId} and username = ${seat.username} for update`,
  );
  const id = found[0]?.id ?? randomUUID();
  const secret = ctx.secrets.encryptSecret(seat.password, seatSecretContext(id));
  await tx
    .insert(seats)
    .values({ id, labId, username: seat.username, secret, maxConcurrent: seat.maxConcurrent })
    .onConflictDoUpdate({
      target: seats.id,
      set: {
        secret,
        maxConcurrent: sql`greatest(${seat.maxConcurrent}, ${seats.inUse})`,
        disabledAt: null,
        disabledReason: null,
      },
    });
}

const small = { template: 'linux-small', attributes: { cpus: 1, memoryMb: 512, diskMb: 256 } };
const medium = { template: 'linux-medium', attributes: { cpus: 2, memoryMb: 1024, diskMb: 512 } };

const bundledProducts = [
  {
    ...small,
    name: 'Linux small, 15 minutes',
    description: 'A quick look: your own Linux machine, with a login over SSH.',
    durationMinutes: 15,
    price: 3,
  },
  {
    ...small,
    name: 'Linux small',
    description: 'Your own Linux machine for an hour, with a login over SSH.',
    durationMinutes: 60,
    price: 10,
  },
  {
    ...medium,
    name: 'Linux medium',
    description: 'Twice the processors and memory for an hour, with a login over SSH.',
    durationMinutes: 60,
    price: 20,
  },
];
