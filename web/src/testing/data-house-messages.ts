import { AdminAnnouncement } from '@coinslot/shared/http/admin-announcements.ts';
import { OutboxMessageDetail } from '@coinslot/shared/http/admin-outbox.ts';
import { Voucher, VoucherRedemption } from '@coinslot/shared/http/admin-vouchers.ts';
import { Asset } from '@coinslot/shared/http/assets.ts';
import { minutesFromNow, uuid } from './data-catalog.ts';

export function aVoucher(changes: Partial<Voucher> = {}): Voucher {
  return Voucher.parse({
    id: uuid(950),
    name: 'Autumn course',
    note: 'One for each who came to the first evening.',
    coins: 50,
    codes: 30,
    totalUses: 1,
    usesPerMember: 1,
    startsAt: null,
    expiresAt: minutesFromNow(20_000),
    disabled: null,
    state: 'open',
    redemptions: 12,
    coinsGiven: 600,
    revision: 1,
    createdAt: minutesFromNow(-5000),
    createdBy: 'Ada Moreno',
    ...changes,
  });
}

export function someVouchers(): Voucher[] {
  return [
    aVoucher(),
    aVoucher({
      id: uuid(951),
      name: 'Newsletter',
      note: '',
      codes: 1,
      totalUses: 500,
      redemptions: 500,
      state: 'used_up',
    }),
    aVoucher({
      id: uuid(952),
      name: 'A prize for the winners of the very long summer competition',
      disabled: { at: minutesFromNow(-40), by: 'Ada Moreno' },
      state: 'disabled',
      redemptions: 0,
      coinsGiven: 0,
    }),
  ];
}

export function someRedemptions(): VoucherRedemption[] {
  return [0, 1, 2].map((index) =>
    VoucherRedemption.parse({
      id: String(index + 1),
      at: minutesFromNow(-50 * (index + 1)),
      userId: uuid(index + 1),
      userName: ['Ada Moreno', 'Bo Lindqvist', 'Constantinopolitanus Featherstonehaugh'][index],
      codeEnd: `Q7R${index}`,
      coins: 50,
    }),
  );
}

export function someAdminAnnouncements(): AdminAnnouncement[] {
  const one = {
    id: uuid(960),
    title: 'New machines in the attic',
    markdown: '## Four more\n\nFaster ones, at the **same** price. [Look](/shop)',
    level: 'info',
    banner: true,
    pinned: false,
    notify: true,
    startsAt: minutesFromNow(-300),
    endsAt: null,
    state: 'published',
    told: 180,
    telling: false,
    readers: 64,
    revision: 1,
    createdAt: minutesFromNow(-310),
    createdBy: 'Ada Moreno',
  };
  const other = {
    id: uuid(961),
    title: 'The lab is closed on Sunday between six and nine in the morning',
    markdown: 'Kernel updates.',
    level: 'warning',
    startsAt: minutesFromNow(2000),
    endsAt: minutesFromNow(2400),
    state: 'scheduled',
    told: 0,
    readers: 0,
  };
  return [one, { ...one, ...other }].map((each) => AdminAnnouncement.parse(each));
}

export function someMessages(): OutboxMessageDetail[] {
  const messages = [
    {
      kind: 'reset_password',
      state: 'failed',
      lastError: '550 5.1.1 The e-mail account that you tried to reach does not exist.',
      tries: 8,
      hidden: 'secret',
    },
    {
      kind: 'machine_ready',
      state: 'sent',
      subject: 'Your machine brave-otter is ready',
      body: 'It runs until 18:30.',
    },
    {
      channel: 'operator',
      kind: 'lab_closed',
      state: 'waiting',
      recipient: 'Attic alerts',
      userId: null,
      userName: null,
    },
  ];
  return messages.map((message, index) =>
    OutboxMessageDetail.parse({
      id: uuid(970 + index),
      channel: 'mail',
      userId: uuid(2),
      userName: 'Bo Lindqvist',
      recipient: 'bo@example.org',
      tries: 1,
      triesMax: 8,
      nextTryAt: message.state === 'waiting' ? minutesFromNow(2) : null,
      lastError: null,
      createdAt: minutesFromNow(-30 * (index + 1)),
      endedAt: message.state === 'waiting' ? null : minutesFromNow(-10),
      retryable: message.state === 'failed',
      subject: null,
      body: null,
      hidden: null,
      ...message,
    }),
  );
}

export function someImages(): Asset[] {
  return [true, false].map((used, at) =>
    Asset.parse({
      id: uuid(985 + at),
      url: `/api/v1/assets/${uuid(985 + at)}`,
      type: 'image/png',
      width: 640,
      height: 360,
      bytes: 48_200,
      createdAt: minutesFromNow(-90 - at),
      used,
    }),
  );
}
