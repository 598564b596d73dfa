import { SeatCookies } from '@coinslot/shared/worker-messages/seat-cookies.ts';
import { sql } from 'drizzle-orm';
import type { BrokerContext } from '../../../context.ts';
import type { Tx } from '../../../database/db.ts';

/**
 * Keeps what a sign-in left, encrypted; null forgets it. Of a lease that is older than the seat's password nothing is kept: it may have
 * been signed in with the former one.
 */
export async function storeSeatCookies(
  tx: Tx,
  ctx: Pick<BrokerContext, 'secrets'>,
  { seatId, machineId, cookies }: { seatId: string; machineId: string; cookies: SeatCookies | null },
): Promise<void> {
  const kept =
    cookies === null ? null : ctx.secrets.encryptSecret(JSON.stringify(cookies), contextOf(seatId));
  await tx.execute(sql`
    update seats set cookies = ${kept}
    where id = ${seatId} and (${kept}::text is null or secret_changed_at <= (
      select l.granted_at from leases l where l.machine_id = ${machineId} and l.released_at is null
    ))
  `);
}

/** The same of an inventory, which has no lease: nothing is kept of one that was ordered before the seat's password was changed. */
export async function keepCookiesOfInventory(
  tx: Tx,
  ctx: Pick<BrokerContext, 'secrets'>,
  { seatId, since, cookies }: { seatId: string; since: Date; cookies: SeatCookies | null },
): Promise<void> {
  const kept =
    cookies === null ? null : ctx.secrets.encryptSecret(JSON.stringify(cookies), contextOf(seatId));
  await tx.execute(sql`
    update seats set cookies = ${kept}
    where id = ${seatId} and (${kept}::text is null or secret_changed_at <= ${since}::timestamptz)
  `);
}

/** What is kept of a seat's browser, for its lease holder and for masking. Null when nothing is, or nothing that can be read. */
export function openSeatCookies(
  ctx: Pick<BrokerContext, 'log' | 'secrets'>,
  seat: { id: string; cookies: string | null },
): SeatCookies | null {
  if (seat.cookies === null) return null;
  try {
    return SeatCookies.parse(JSON.parse(ctx.secrets.decryptSecret(seat.cookies, contextOf(seat.id))));
  } catch {
    // Never the error itself: a parser may quote what it read.
    ctx.log.warn({ seatId: seat.id }, 'the cookies of a seat could not be read: it signs in by the form');
    return null;
  }
}

function contextOf(seatId: string): string {
  return `seat-cookies:${seatId}`;
}
