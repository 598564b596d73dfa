import { afterEach, beforeEach, expect, test } from 'vitest';
import { startTestBroker, type TestBroker } from '../../testing/test-broker.ts';

let broker: TestBroker;
beforeEach(async () => {
  broker = await startTestBroker();
});
afterEach(() => broker.close());

test('a new member has a wallet with the welcome coins, and the campaign shows among the transfers', async () => {
  const member = await broker.register('Ada');
  const me = await member.me();
  expect(me).toMatchObject({
    name: 'Ada',
    permissions: [],
    wallet: { availableEarned: 50, availableBought: 0 },
  });
  expect(member.cookie()).toMatch(/^__Host-coinslot\.session_token=/);
  const { body } = await member.get('/api/v1/wallet/transfers');
  expect(body).toMatchObject({
    items: [{ kind: 'campaign_grant', amount: 50, class: 'earned', campaignName: 'Welcome coins' }],
    nextCursor: null,
  });
});
