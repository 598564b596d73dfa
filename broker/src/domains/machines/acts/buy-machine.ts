import { randomInt, randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { readNamed, retryLost } from '../../../database/db.ts';
import { type Claim, type Outcome, readRepeat } from '../../../http/idempotency.ts';
import { randomMachineName } from '../machine-name.ts';
import { BoughtMachine, showBoughtMachine } from '../view/bought-machine.ts';
import { PurchaseRefusal, toPurchaseError } from './purchase-refusal.ts';
import type { QueueGuard } from './queue-guard.ts';

/**
 * Buys one machine: key, limits, stock, coins, charge, queue place and answer in one statement. The rules stand in the database's
 * function `buy_machine` (migration 0009); docs/decisions/0005 says why.
 *
 * @throws not_found, product_unavailable, queue_full, active_machine_limit, out_of_stock, insufficient_coins, wallet_owes,
 *   idempotency_key_reused. Then nothing was written.
 */
export async function buyMachine(
  ctx: Pick<BrokerContext, 'bus' | 'config' | 'db'>,
  guard: QueueGuard,
  claim: Claim,
  purchase: { memberId: string; productId: string },
): Promise<Outcome> {
  const { activePerMemberMax, queueDeadlineMs } = ctx.config.machines;
  const machineId = randomUUID();
  const [row] = await retryLost(() =>
    readNamed(ctx.db, Row, statement, [
      purchase.memberId,
      purchase.productId,
      machineId,
      randomMachineName(),
      claim.scope,
      claim.key,
      claim.route,
      claim.bodyHash,
      activePerMemberMax,
      guard.lengthToCount(),
      queueDeadlineMs,
    ]),
  );
  if (row === undefined) throw new Error('buy_machine gave no row');
  if (row.waiting !== null) guard.counted(row.waiting);
  switch (row.outcome) {
    case 'bought':
      guard.bought();
      ctx.bus.emit('machine_changed', { machineId });
      ctx.bus.emit('queue_changed', {});
      return { status: 202, body: showBoughtMachine(row.facts), replayed: false };
    case 'repeated': {
      const { status, body } = readRepeat(claim, row.facts);
      // A refusal is kept as its problem document, a purchase as its facts.
      const answer = status < 400 ? showBoughtMachine(BoughtMachine.parse(body)) : body;
      return { status, body: answer, replayed: true };
    }
    case 'refused':
      throw toPurchaseError(row.facts, { retryAfterSeconds: randomInt(5, 31) });
  }
}

const statement = {
  name: 'buy_machine',
  text: 'select outcome, facts, waiting from buy_machine($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)',
};

const waiting = z.int().nullable();
const Row = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('bought'), facts: BoughtMachine, waiting }),
  z.object({ outcome: z.literal('repeated'), facts: z.unknown(), waiting }),
  z.object({ outcome: z.literal('refused'), facts: PurchaseRefusal, waiting }),
]);
