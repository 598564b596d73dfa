import { TransferPage } from '@coinslot/shared/http/wallet.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type MachineWorld, openMachineWorld } from '../testing/machine-world.ts';
import { bringUpMachine, extendedReport } from '../testing/ready-machines.ts';

let world: MachineWorld;
beforeAll(async () => {
  world = await openMachineWorld();
});
afterAll(() => world.close());

test('the wallet tells the coins for more time apart from those for the machine', async () => {
  const machine = await bringUpMachine(world, { extension: { minutes: 30, price: 6 } });
  await machine.ask('extend');
  await world.report(machine.hold, await extendedReport(machine));

  const { items } = TransferPage.parse((await machine.member.get('/api/v1/wallet/transfers')).body);
  expect(items.map(({ kind, chargeKind, amount }) => [kind, chargeKind, amount])).toEqual([
    ['capture', 'extension', 6],
    ['hold', 'extension', 6],
    ['capture', 'purchase', 10],
    ['hold', 'purchase', 10],
    ['campaign_grant', null, 50],
  ]);
});
