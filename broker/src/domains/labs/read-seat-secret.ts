import { secretValues } from '@coinslot/shared/worker-messages/seat-cookies.ts';
import { eq } from 'drizzle-orm';
import type { BrokerContext } from '../../context.ts';
import type { Db, Tx } from '../../database/db.ts';
import { openSeatCookies } from './seats/seat-cookies.ts';
import { seats } from './tables.ts';

/** What must not be seen of a seat: its password, and the values of the cookies that are kept of it. Empty when there is no such seat. */
export async function readSeatSecrets(
  tx: Db | Tx,
  ctx: Pick<BrokerContext, 'log' | 'secrets'>,
  seatId: string,
): Promise<string[]> {
  const [row] = await tx
    .select({ secret: seats.secret, cookies: seats.cookies })
    .from(seats)
    .where(eq(seats.id, seatId));
  if (!row) return [];
  const cookies = openSeatCookies(ctx, { id: seatId, cookies: row.cookies }) ?? [];
  return [openSeatSecret(ctx, { id: seatId, secret: row.secret }), ...secretValues(cookies)];
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
