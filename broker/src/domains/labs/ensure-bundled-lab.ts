import { randomUUID } from 'node:crypto';
import type { Tunnel } from '@coinslot/shared/states/tunnel.ts';
import { and, eq, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../context.ts';
import { readRows, type Tx } from '../../database/db.ts';
import { ensurePool, ensureProduct } from '../catalog/index.ts';
import { openSeatSecret, seatSecretContext } from './read-seat-secret.ts';
import { closedSeatBreaker } from './seats/switch-seat.ts';
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
 * address and the passwords, and reopens what had closed by itself: whoever brings fresh accounts has looked. What an admin
 * decided (a seat's terms, a seat or lab switched off) stays.
 */
export async function ensureBundledLab(
  tx: Tx,
  ctx: Pick<BrokerContext, 'secrets'>,
  lab: { baseUrl: string; tunnel?: Tunnel } & BundledLabSeats,
): Promise<{ labId: string; poolId: string }> {
  const labId = await ensureLab(tx, lab.baseUrl, lab.tunnel ?? 'direct');
  for (const seat of lab.seats) await ensureSeat(tx, ctx, labId, seat);
  const poolId = await ensurePool(tx, { name: bundledPoolName });
  for (const product of bundledProducts) await ensureProduct(tx, { ...product, labId, poolId });
  return { labId, poolId };
}

export const bundledPoolName = 'default';

async function ensureLab(tx: Tx, baseUrl: string, tunnel: Tunnel): Promise<string> {
  const rows = await readRows(
    tx,
    z.object({ id: z.uuid() }),
    sql`
      insert into labs (
        name, driver, recipe, base_url, tunnel, list_lag_ms,
        permission_kind, permission_note, permission_confirmed_by, permission_confirmed_at
      ) values (
        'Bundled lab', 'console', 'bundled', ${baseUrl}, ${tunnel}, 2000,
        'own_installation', 'Runs on this host as a part of Coinslot.', 'Coinslot', now()
      )
      on conflict (name) do update set
        base_url = excluded.base_url, breaker_opened_at = null, breaker_reason = null, breaker_tries_again_at = null, breaker_trials = 0,
        revision = labs.revision + (labs.base_url <> excluded.base_url)::integer
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
    z.object({ id: z.uuid(), secret: z.string() }),
    sql`select id, secret from seats where lab_id = ${labId} and username = ${seat.username} for update`,
  );
  const known = found[0];
  if (known === undefined) return await makeSeat(tx, ctx, labId, seat);
  if (!opensTo(ctx, known, seat.password)) {
    const secret = ctx.secrets.encryptSecret(seat.password, seatSecretContext(known.id));
    await tx
      .update(seats)
      .set({ secret, secretChangedAt: sql`now()`, cookies: null })
      .where(eq(seats.id, known.id));
  }
  await tx
    .update(seats)
    .set({ maxConcurrent: seat.maxConcurrent })
    .where(and(eq(seats.id, known.id), eq(seats.revision, 1)));
  await tx
    .update(seats)
    .set({ disabledAt: null, disabledReason: null, ...closedSeatBreaker })
    .where(and(eq(seats.id, known.id), isNull(seats.disabledBy)));
}

async function makeSeat(
  tx: Tx,
  ctx: Pick<BrokerContext, 'secrets'>,
  labId: string,
  { username, password, maxConcurrent }: BundledLabSeats['seats'][number],
): Promise<void> {
  const id = randomUUID();
  const secret = ctx.secrets.encryptSecret(password, seatSecretContext(id));
  await tx.insert(seats).values({ id, labId, username, secret, maxConcurrent });
}

/** Whether this password stands there already. One that cannot be opened any more is simply replaced. */
function opensTo(
  ctx: Pick<BrokerContext, 'secrets'>,
  seat: { id: string; secret: string },
  password: string,
): boolean {
  try {
    return openSeatSecret(ctx, seat) === password;
  } catch {
    return false;
  }
}

/** The bundled lab ends a machine after eight hours; the rest is for preparing it. */
const longestLife = { maxLifeMinutes: 450 };

const small = {
  template: 'linux-small',
  attributes: { size: 's', cpus: 1, memoryMb: 512, diskMb: 256 },
} as const;
const medium = {
  template: 'linux-medium',
  attributes: { size: 'm', cpus: 2, memoryMb: 1024, diskMb: 512 },
} as const;

const bundledProducts = [
  {
    ...small,
    name: 'Linux small, 15 minutes',
    description: 'A quick look: your own Linux machine, with a login over SSH.',
    durationMinutes: 15,
    price: 3,
    extensionMinutes: 15,
    extensionPrice: 3,
    ...longestLife,
  },
  {
    ...small,
    name: 'Linux small',
    description: 'Your own Linux machine for an hour, with a login over SSH.',
    durationMinutes: 60,
    price: 10,
    extensionMinutes: 30,
    extensionPrice: 5,
    ...longestLife,
  },
  {
    ...medium,
    name: 'Linux medium',
    description: 'Twice the processors and memory for an hour, with a login over SSH.',
    durationMinutes: 60,
    price: 20,
    extensionMinutes: 30,
    extensionPrice: 10,
    ...longestLife,
  },
] satisfies Omit<Parameters<typeof ensureProduct>[1], 'labId' | 'poolId'>[];
