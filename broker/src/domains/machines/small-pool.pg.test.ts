import { afterAll, beforeAll, expect, test } from 'vitest';
import { verifyLedger } from '../wallet/index.ts';
import { type MachineWorld, openMachineWorld } from './testing/machine-world.ts';

let world: MachineWorld;
beforeAll(async () => {
  world = await openMachineWorld({ BROKER_ACTIVE_MACHINES_MAX: '20', BROKER_DATABASE_POOL_SIZE: '2' });
});
afterAll(() => world.close());

test('with two connections for all of them purchases, redemptions, registrations and reads at once are all answered', async () => {
  const { broker } = world;
  const admin = await broker.registerAdmin();
  const code = 'SMALL-POOL-1';
  const voucher = {
    name: 'Small',
    coins: 2,
    codes: { kind: 'chosen', code },
    totalUses: 100,
    usesPerMember: 10,
  };
  expect((await admin.post('/api/v1/admin/vouchers', voucher)).status).toBe(201);
  const productId = await world.makeProduct(1);
  const members = await Promise.all(Array.from({ length: 4 }, () => broker.register()));
  const acts = members.flatMap((member) =>
    Array.from({ length: 4 }, () => [
      member.post('/api/v1/machines', { productId }),
      member.post('/api/v1/vouchers/redeem', { code }),
      member.get('/api/v1/me'),
      member.get('/api/v1/machines?state=active'),
    ]),
  );
  const registrations = Array.from({ length: 6 }, () => broker.register());
  const answers = await Promise.all(acts.flat());
  const newcomers = await Promise.all(registrations);
  expect(answers.map(({ status }) => status)).not.toContain(500);
  const bought = answers.filter(({ status }) => status === 202);
  expect(bought).toHaveLength(16);
  expect(newcomers).toHaveLength(6);
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(48);
  expect(await verifyLedger(broker.ctx.db)).toMatchObject({ imbalanceCoins: 0 });
});
