import { Notification, SecurityEvent } from '@coinslot/shared/http/notifications.ts';
import { expect, test } from 'vitest';
import { describeNotification } from './describe-notification.ts';

const common = { id: '1', at: new Date().toISOString(), readAt: null };
const machine = { machineId: '00000000-0000-4000-8000-000000000200', machineName: 'brave-otter' };

test('a failed machine says why, and what came back', () => {
  const failed = { kind: 'machine_failed', ...common } as const;
  const params = { ...machine, reason: 'provision_failed', detail: null, refunded: 20 } as const;
  expect(describeNotification({ ...failed, params }).detail).toBe(
    'The machine could not be prepared. 20 coins came back.',
  );
  expect(
    describeNotification({ ...failed, params: { ...params, detail: 'The lab is full.', refunded: 0 } })
      .detail,
  ).toBe('The lab is full. Nothing was paid for it.');
});

test('a machine that its lab ended has ended early, instead of having failed', () => {
  const params = { ...machine, reason: 'lab_ended', detail: null, refunded: 3 } as const;
  expect(describeNotification({ kind: 'machine_failed', ...common, params })).toMatchObject({
    title: expect.stringMatching(/ended early$/),
    detail: 'The lab ended the machine early. 3 coins came back.',
  });
});

test('coins that an admin took away are told without a minus', () => {
  const words = describeNotification({
    ...common,
    kind: 'coins_adjusted',
    params: { coins: -5, reason: 'Booked twice' },
  });
  expect(words).toEqual({ title: 'An admin removed 5 coins', detail: 'Booked twice', path: '/wallet' });
});

test.each(SecurityEvent.options)('%s says where it came from and leads to a page of the account', (event) => {
  const words = describeNotification(
    Notification.parse({
      ...common,
      kind: 'security',
      params: { event, device: 'Firefox on Linux', address: '127.0.0.1' },
    }),
  );
  expect(words.path).toMatch(/^\/account/);
  expect(words.detail).toContain('Firefox on Linux, 127.0.0.1.');
});

test('a new password by link names what it did not take away', () => {
  const changed = { kind: 'security', ...common } as const;
  const where = { event: 'password_changed', device: null, address: null } as const;
  const detail = (params: object) =>
    describeNotification(Notification.parse({ ...changed, params: { ...where, ...params } })).detail;
  expect(detail({ waysLeft: { providers: ['google'], passkeys: 2 } })).toMatch(
    /^This opens your account as well: An account at Google, 2 passkeys\./,
  );
  expect(detail({ waysLeft: { providers: [], passkeys: 0 } })).not.toContain('as well');
});
