import { ChargeState } from '@coinslot/shared/states/charge.ts';
import { endReasons } from '@coinslot/shared/states/end-reason.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { readRows, type Tx } from '../../../database/db.ts';
import { refundCharge, releaseCharge, unusedCoins } from '../../wallet/index.ts';
import { appendEvent } from './append-event.ts';
import { decideSettlement } from './decide-end.ts';
import type { End } from './end-machine.ts';
import type { LockedMachine } from './lock-machine.ts';

/** Releases or refunds what a machine cost when its end is decided; each charge at most once. */
export async function settleCharges(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus'>,
  machine: LockedMachine,
  end: Pick<End, 'reason' | 'actor'>,
): Promise<void> {
  const { refundsUnusedOnStop } = machine;
  for (const charge of await readCharges(tx, machine)) {
    const settlement = decideSettlement(end.reason, { state: charge.state, refundsUnusedOnStop });
    const reason = endReasons[end.reason].text;
    if (settlement === 'release' && (await releaseCharge(tx, charge.id, end.actor, reason))) {
      await appendEvent(tx, ctx, machine.id, {
        kind: 'charge',
        state: 'released',
        price: charge.price,
        refunded: 0,
      });
    }
    if (settlement === 'refund_unused') await refundUnused(tx, ctx, machine, charge, { ...end, reason });
  }
}

async function refundUnused(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus'>,
  machine: LockedMachine,
  charge: z.infer<typeof ChargeRow>,
  { actor, reason }: { actor: string; reason: string },
): Promise<void> {
  const coins = unusedCoins(charge.price, charge.unusedMs, machine.durationMinutes * 60_000);
  if (coins === 0) return;
  await refundCharge(tx, charge.id, coins, actor, reason);
  await appendEvent(tx, ctx, machine.id, {
    kind: 'charge',
    state: 'captured',
    price: charge.price,
    refunded: coins,
  });
}

/** `unusedMs` by the database's clock, never below 0. */
async function readCharges(tx: Tx, machine: LockedMachine) {
  const expiresAt = machine.expiresAt?.toISOString() ?? null;
  return readRows(
    tx,
    ChargeRow,
    sql`
      select
        id, state, price,
        coalesce(
          greatest(0, extract(epoch from ${expiresAt}::timestamptz - clock_timestamp()) * 1000), 0
        )::double precision as "unusedMs"
      from charges where machine_id = ${machine.id} order by created_at, id
    `,
  );
}

const ChargeRow = z.object({ id: z.uuid(), state: ChargeState, price: z.int(), unusedMs: z.number() });
