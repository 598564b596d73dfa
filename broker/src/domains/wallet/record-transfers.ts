import type { CoinClass } from '@coinslot/shared/states/charge.ts';
import type { HouseAccount, MemberAccount, TransferKind } from '@coinslot/shared/states/transfer.ts';
import type { Tx } from '../../database/db.ts';
import { transfersTotal } from '../../observability/wallet-metrics.ts';
import { transfers } from './tables.ts';

/** One movement between a member's account and another of theirs or of the house. */
export interface Movement {
  userId: string;
  from: MemberAccount | HouseAccount;
  to: MemberAccount | HouseAccount;
  kind: TransferKind;
  /** What it happened for; with kind and class it makes the movement happen once. */
  reference: string;
  /** Who did it: `member:<id>` or a part of the system by name. */
  actor: string;
  reason?: string | null;
  coins: Record<CoinClass, number>;
}

const memberAccounts = new Set<string>(['available', 'held', 'frozen', 'debt'] satisfies MemberAccount[]);

/**
 * Adds the movement of each class to the ledger (none for 0 coins). The database's trigger changes the wallet by it, and refuses an
 * overdraft. It is the only way coins move.
 */
export async function recordTransfers(tx: Tx, movement: Movement): Promise<void> {
  const classes = (['earned', 'bought'] satisfies CoinClass[]).filter((one) => movement.coins[one] > 0);
  if (classes.length === 0) return;
  await tx.insert(transfers).values(
    classes.map((one) => ({
      fromAccount: movement.from,
      fromUserId: memberAccounts.has(movement.from) ? movement.userId : null,
      toAccount: movement.to,
      toUserId: memberAccounts.has(movement.to) ? movement.userId : null,
      class: one,
      amount: movement.coins[one],
      kind: movement.kind,
      reference: movement.reference,
      actor: movement.actor,
      reason: movement.reason ?? null,
    })),
  );
  tx.afterCommit(() => transfersTotal.inc({ kind: movement.kind }, classes.length));
}
