import { eq } from 'drizzle-orm';
import type { BrokerContext } from '../../context.ts';
import type { Db, Tx } from '../../database/db.ts';
import { seats } from './tables.ts';

/** The password of a seat, for its lease holder and for masking. Null when there is no such seat. */
export async function readSeatSecret(
  db: Db | Tx,
  ctx: Pick<BrokerContext, 'secrets'>,
  seatId: string,
): Promise<string | null> {
  const rows = await db.select({ secret: seats.secret }).from(seats).where(eq(seats.id, seatId));
  const row = rows[0];
  return row ? openSeatSecret(ctx, { id: seatId, secret: row.secret }) : null;
}

/** Decrypts what stands in a seat's row. Throws when it is damaged or its key is not configured any more. */
export function openSeatSecret(
  ctx: Pick<BrokerContext, 'secrets'>,
  seat: { id: string; secret: string },
): string {
  return ctx.secrets.decryptSecret(seat.secret, seatSecretContext(seat.id));
}

/** Where a seat's password is valid: the same text in another row does not open. */
export function seatSecretContext(seatId: string): string {
  return `seat:${seatId}`;
}
