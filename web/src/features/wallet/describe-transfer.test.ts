import type { Transfer } from '@coinslot/shared/http/wallet.ts';
import { TransferKind } from '@coinslot/shared/states/transfer.ts';
import { expect, test } from 'vitest';
import { describeTransfer } from './describe-transfer.ts';

const hold: Transfer = {
  id: '1',
  at: '2026-01-01T00:00:00.000Z',
  kind: 'hold',
  class: 'earned',
  amount: 15,
  from: 'available',
  to: 'held',
  reason: null,
  chargeKind: 'purchase',
  machineId: null,
  productName: 'Linux small',
  campaignName: null,
};

test('a hold takes coins from what can be spent, and says for what', () => {
  expect(describeTransfer(hold)).toMatchObject({ title: 'Held for Linux small', change: -15 });
});

test('paying held coins changes nothing that could be spent', () => {
  expect(describeTransfer({ ...hold, kind: 'capture', from: 'held', to: 'sales' }).change).toBe(0);
});

test('coins that come back are added', () => {
  expect(describeTransfer({ ...hold, kind: 'release', from: 'held', to: 'available' }).change).toBe(15);
});

test('more time is told apart from the machine', () => {
  const more: Transfer = { ...hold, chargeKind: 'extension' };
  expect(describeTransfer(more)).toMatchObject({
    title: 'Held for more time on Linux small',
    detail: 'Earned coins, set aside until the lab gives it',
  });
});

test.each(TransferKind.options)('%s has words', (kind) => {
  expect(describeTransfer({ ...hold, kind }).title).not.toBe('');
});
