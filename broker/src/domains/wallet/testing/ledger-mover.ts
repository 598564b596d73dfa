import { randomUUID } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import { type Db, inTransaction, type Tx } from '../../../database/db.ts';
import { isAppError } from '../../../http/errors.ts';
import { adjustWallet } from '../adjust-wallet.ts';
import { captureCharge, releaseCharge } from '../end-hold.ts';
import { holdCoins } from '../hold-coins.ts';
import { refundCharge } from '../refund-charge.ts';
import { charges } from '../tables.ts';
import type { Adjustment } from './compare-with-model.ts';
import type { Step } from './ledger-movements.ts';
import { makeMachine } from './shop-fixture.ts';

/** Does movements, and remembers which adjustments were asked for and how transactions ended. */
// eslint-disable-next-line max-lines-per-function -- one table of small acts over the same memory
export function createMover(
  db: Db,
  { userIds, productId }: { userIds: readonly string[]; productId: string },
) {
  const grants: { userId: string; reference: string }[] = [];
  const machineIds: string[] = [];
  const adjusted = new Map<string, Adjustment>();
  const counts = { refused: 0, broken: 0, ended: 0, lost: 0 };

  const userOf = (index: number): string => userIds[index] ?? '';
  const someOf = <Item>(items: readonly Item[], index: number): Item | undefined =>
    items[index % items.length];

  async function attempt(losses: number, run: (tx: Tx) => Promise<unknown>): Promise<void> {
    let lost = 0;
    try {
      await inTransaction(db, async (tx) => {
        await run(tx);
        if (lost < losses) {
          lost += 1;
          counts.lost += 1;
          await tx.execute(sql`do $$ begin raise exception 'lost' using errcode = '40001'; end $$`);
        }
      });
    } catch (error) {
      if (isAppError(error)) counts.refused += 1;
      // A killed connection, or a reference that was used: whether it had committed, the database will say.
      else counts.broken += 1;
    }
  }

  async function adjust(losses: number, wanted: Adjustment) {
    const reference = randomUUID();
    adjusted.set(reference, wanted);
    grants.push({ userId: wanted.userId, reference });
    const { userId, coins } = wanted;
    await attempt(losses, (tx) =>
      adjustWallet(tx, { userId, coins, class: wanted.coinClass, reference, actor: 'test', reason: 'model' }),
    );
  }

  async function withCharge(index: number, run: (chargeId: string) => Promise<void>): Promise<void> {
    const machineId = someOf(machineIds, index);
    if (machineId === undefined) return;
    const [found] = await db
      .select({ id: charges.id })
      .from(charges)
      .where(eq(charges.machineId, machineId))
      .catch(() => []);
    if (found !== undefined) await run(found.id);
  }

  async function runStep({ act: one, losses }: Step): Promise<void> {
    switch (one.do) {
      case 'grant':
        return await adjust(losses, {
          userId: userOf(one.member),
          coinClass: one.coinClass,
          coins: one.coins,
        });
      case 'remove':
        return await adjust(losses, {
          userId: userOf(one.member),
          coinClass: one.coinClass,
          coins: -one.coins,
        });
      case 'grantAgain': {
        const earlier = someOf(grants, one.pick);
        const what = earlier === undefined ? undefined : adjusted.get(earlier.reference);
        if (earlier === undefined || what === undefined) return;
        return await attempt(losses, (tx) =>
          adjustWallet(tx, {
            ...earlier,
            coins: what.coins,
            class: what.coinClass,
            actor: 'test',
            reason: 'again',
          }),
        );
      }
      case 'hold': {
        const machineId = randomUUID();
        const userId = userOf(one.member);
        await attempt(losses, async (tx) => {
          await makeMachine(tx, machineId, userId, productId);
          await holdCoins(tx, { userId, machineId, chargeKind: 'purchase', price: one.price, actor: 'test' });
        });
        machineIds.push(machineId);
        return;
      }
      case 'capture':
        return await withCharge(one.pick, (id) => attempt(losses, (tx) => captureCharge(tx, id, 'test')));
      case 'release':
        return await withCharge(one.pick, (id) =>
          attempt(losses, (tx) => releaseCharge(tx, id, 'test', 'model')),
        );
      case 'refund':
        return await withCharge(one.pick, (id) =>
          attempt(losses, (tx) => refundCharge(tx, id, one.coins, 'test', 'model')),
        );
    }
  }

  return { runStep, adjusted, counts };
}
