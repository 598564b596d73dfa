import { randomInt, randomUUID } from 'node:crypto';
import type { BuyMachineRequest } from '@coinslot/shared/http/machines.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { readNamed, readRows, retryLost } from '../../../database/db.ts';
import { fail } from '../../../http/errors.ts';
import { type KeyClaim, type OwnOutcome, readRepeat, type Refused } from '../../../http/idempotency.ts';
import { transfersTotal, walletRefusalsTotal } from '../../../observability/wallet-metrics.ts';
import { readSettings } from '../../settings/index.ts';
import { randomMachineName } from '../machine-name.ts';
import { BoughtMachine, showBoughtMachine } from '../view/bought-machine.ts';
import { PurchaseRefusal, toPurchaseError } from './purchase-refusal.ts';
import type { QueueGuard } from './queue-guard.ts';

/**
 * Buys one machine for the member of this session: session, key, limits, stock, coins, charge, queue place and answer in one
 * statement. `pageOwner` is the member for whom the asking page was drawn, null for a program. The rules stand in the database's
 * function `buy_machine` (migration 0010); docs/decisions/0005 says why.
 *
 * @returns the answer, or why nothing was written: not_found, product_unavailable, email_not_verified, perk_required, product_changed,
 *   queue_full, active_machine_limit, out_of_stock, insufficient_coins, wallet_owes
 * @throws unauthenticated, viewing_as, signed_in_as_another, idempotency_key_reused
 */
export async function buyMachine(
  ctx: Pick<BrokerContext, 'bus' | 'config' | 'db'>,
  guard: QueueGuard,
  claim: KeyClaim,
  purchase: { sessionToken: string; pageOwner: string | null } & BuyMachineRequest,
): Promise<OwnOutcome | Refused> {
  const { accounts, machines } = ctx.config;
  const machineId = randomUUID();
  const { members } = await readSettings(ctx);
  const [row] = await retryLost(() =>
    readNamed(ctx.db, Row, statement, [
      purchase.sessionToken,
      accounts.sessionMaxAgeMs,
      purchase.productId,
      purchase.revision ?? null,
      purchase.price ?? null,
      machineId,
      randomMachineName(),
      claim.key,
      claim.route,
      claim.bodyHash,
      members.values.activeMachinesMax ?? machines.activePerMemberMax,
      guard.lengthToCount(),
      machines.queueDeadlineMs,
      members.values.emailMustBeVerified,
      purchase.pageOwner,
    ]),
  );
  if (row === undefined || row.outcome === 'signed_out') throw await refuseStranger(ctx, purchase);
  const memberId = row.buyer_id;
  if (row.waiting !== null) guard.counted(row.waiting);
  switch (row.outcome) {
    case 'bought':
      guard.bought();
      countHold(row.facts.charge);
      ctx.bus.emit('machine_changed', { machineId });
      ctx.bus.emit('queue_changed', {});
      return { status: 202, body: showBoughtMachine(row.facts), replayed: false, memberId };
    case 'repeated': {
      const { status, body } = readRepeat(claim, row.facts);
      // A refusal is kept as its problem document, a purchase as its facts.
      const answer = status < 400 ? showBoughtMachine(BoughtMachine.parse(body)) : body;
      return { status, body: answer, replayed: true, memberId };
    }
    case 'refused':
      countRefusal(row.facts.code);
      return {
        memberId,
        error: toPurchaseError(row.facts, { retryAfterSeconds: randomInt(5, 31) }),
      };
  }
}

// To the database, who looks through a member's eyes is nobody who may buy, and neither is another member than the page's.
async function refuseStranger(
  { config, db }: Pick<BrokerContext, 'config' | 'db'>,
  { sessionToken, pageOwner }: { sessionToken: string; pageOwner: string | null },
): Promise<Error> {
  const [stranger] = await readRows(
    db,
    Stranger,
    sql`select member_of_credential(${sessionToken}, ${config.accounts.sessionMaxAgeMs}) is not null as "isMember",
      exists (
        select from sessions v join sessions s on s.id = v.viewer_session_id where s.token = ${sessionToken} and v.expires_at > now()
      ) as "isViewing"`,
  );
  if (pageOwner !== null && stranger?.isMember === true) return fail('signed_in_as_another');
  return fail(stranger?.isViewing === true ? 'viewing_as' : 'unauthenticated');
}

function countHold({ fromEarned, fromBought }: BoughtMachine['charge']): void {
  const movements = [fromEarned, fromBought].filter((coins) => coins > 0).length;
  if (movements > 0) transfersTotal.inc({ kind: 'hold' }, movements);
}

function countRefusal(code: PurchaseRefusal['code']): void {
  if (code === 'insufficient_coins' || code === 'wallet_owes') walletRefusalsTotal.inc({ reason: code });
}

const statement = {
  name: 'buy_machine',
  text: `select outcome, facts, waiting, buyer_id
    from buy_machine(
      case when $15::text is null or member_of_credential($1, $2)::text = $15 then $1 end,
      $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14
    )`,
};

const Stranger = z.object({ isMember: z.boolean(), isViewing: z.boolean() });

const known = z.object({ waiting: z.int().nullable(), buyer_id: z.uuid() });
const Row = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('signed_out') }),
  known.extend({ outcome: z.literal('bought'), facts: BoughtMachine }),
  known.extend({ outcome: z.literal('repeated'), facts: z.unknown() }),
  known.extend({ outcome: z.literal('refused'), facts: PurchaseRefusal }),
]);
