import { randomUUID } from 'node:crypto';
import type { InventoryOrder } from '@coinslot/shared/worker-messages/inventory.ts';
import { pino } from 'pino';
import { expect, test, vi } from 'vitest';
import { createSecretRegistry } from '../masking/secret-registry.ts';
import { findRecipe } from '../recipes/recipes.ts';
import { createInventoryKeeper } from './inventory-keeper.ts';

const order: InventoryOrder = {
  seatId: randomUUID(),
  epoch: 1,
  lab: { id: randomUUID(), recipe: 'bundled', baseUrl: 'http://lab.localhost:1', stealth: false },
  seat: { username: 'seat', password: 'a-password-of-the-seat', cookies: null },
  ends: [],
};

test('a look begins with whatever part of a millisecond its time ends, and not before it has any', async () => {
  const openPage = vi.fn(() => Promise.reject(new Error('there is no browser here')));
  const browser = { openPage };
  const keeper = createInventoryKeeper({
    browser,
    stealthBrowser: browser,
    findRecipe,
    secrets: createSecretRegistry(),
    timeouts: { pageMs: 1000 },
    beatNow: () => undefined,
    log: pino({ level: 'silent' }),
  } as never);
  const answered = vi.fn();
  keeper.apply([order], answered);
  expect(openPage).not.toHaveBeenCalled();
  keeper.renew([{ seatId: order.seatId, epoch: 1, remainingMs: 60_000.25 }], 0.125);
  await vi.waitFor(() => expect(answered).toHaveBeenCalled());
  expect(openPage).toHaveBeenCalled();
  expect(answered.mock.calls[0]?.[0]).toMatchObject({ seatId: order.seatId, result: { outcome: 'failed' } });
  await keeper.drop('the test is over');
});
