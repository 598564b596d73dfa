import { randomUUID } from 'node:crypto';
import {
  AdminAnnouncement,
  AdminAnnouncementPage,
  AnnouncementDraft,
  EditAnnouncementRequest,
} from '@coinslot/shared/http/admin-announcements.ts';
import { OutboxMessage, OutboxMessageDetail, OutboxPage } from '@coinslot/shared/http/admin-outbox.ts';
import {
  EditVoucherRequest,
  Voucher,
  VoucherDraft,
  VoucherPage,
  VoucherRedemptionPage,
} from '@coinslot/shared/http/admin-vouchers.ts';
import { Asset, AssetList } from '@coinslot/shared/http/assets.ts';
import { answer, nothing, problem } from './answers.ts';
import { minutesFromNow, uuid } from './data-catalog.ts';
import { aVoucher, someRedemptions } from './data-house-messages.ts';
import type { FakeRoute } from './routes.ts';

/** Vouchers, announcements and the outbox, as admins see them. */
export function houseMessageRoutes(): Record<string, FakeRoute> {
  return { ...voucherRoutes(), ...announcementRoutes(), ...outboxRoutes() };
}

function voucherRoutes(): Record<string, FakeRoute> {
  return {
    'GET /api/v1/admin/vouchers': (_request, { house }) =>
      answer(VoucherPage, { items: house.vouchers, nextCursor: null }),
    'POST /api/v1/admin/vouchers': ({ body }, { house }) => {
      const { codes, ...draft } = VoucherDraft.parse(body);
      const count = codes.kind === 'chosen' ? 1 : codes.count;
      const voucher = aVoucher({ ...draft, id: randomUUID(), codes: count, redemptions: 0, coinsGiven: 0 });
      house.vouchers = [voucher, ...house.vouchers];
      return answer(Voucher, voucher, 201);
    },
    'GET /api/v1/admin/vouchers/:id': ({ path }, { house }) => {
      const voucher = house.vouchers.find(({ id }) => path.endsWith(id));
      return voucher ? answer(Voucher, voucher) : problem('not_found');
    },
    'PUT /api/v1/admin/vouchers/:id': ({ path, body }, { house }) => {
      const { disabled, revision, ...values } = EditVoucherRequest.parse(body);
      const voucher = house.vouchers.find(({ id }) => path.endsWith(id));
      if (!voucher) return problem('not_found');
      if (voucher.revision !== revision) return problem('edited_meanwhile');
      const changed: Voucher = {
        ...voucher,
        ...values,
        disabled: disabled ? { at: minutesFromNow(0), by: 'Ada Moreno' } : null,
        state: disabled ? 'disabled' : 'open',
        revision: revision + 1,
      };
      house.vouchers = house.vouchers.map((each) => (each === voucher ? changed : each));
      return answer(Voucher, changed);
    },
    'GET /api/v1/admin/vouchers/:id/redemptions': () =>
      answer(VoucherRedemptionPage, { items: someRedemptions(), nextCursor: null }),
    'GET /api/v1/admin/vouchers/:id/codes': () => ({
      status: 200,
      type: 'text/csv',
      body: 'code,uses,total_uses\r\nABCD-EFGH-JKLM,1,1\r\nNPQR-STVW-XYZ2,0,1\r\n',
    }),
  };
}

function announcementRoutes(): Record<string, FakeRoute> {
  const made = { told: 0, telling: false, readers: 0, revision: 1, createdBy: 'Ada Moreno' };
  return {
    'GET /api/v1/admin/announcements': (_request, { house }) =>
      answer(AdminAnnouncementPage, { items: house.announcements, nextCursor: null }),
    'POST /api/v1/admin/announcements': ({ body }, { house }) => {
      const draft = AnnouncementDraft.parse(body);
      const announcement: AdminAnnouncement = {
        ...draft,
        ...made,
        id: randomUUID(),
        createdAt: minutesFromNow(0),
        startsAt: draft.startsAt ?? minutesFromNow(0),
        state: draft.startsAt ? 'scheduled' : 'published',
      };
      house.announcements = [announcement, ...house.announcements];
      return answer(AdminAnnouncement, announcement, 201);
    },
    'GET /api/v1/admin/announcements/:id': ({ path }, { house }) => {
      const found = house.announcements.find(({ id }) => path.endsWith(id));
      return found ? answer(AdminAnnouncement, found) : problem('not_found');
    },
    'PUT /api/v1/admin/announcements/:id': ({ path, body }, { house }) => {
      const { revision, startsAt, ...values } = EditAnnouncementRequest.parse(body);
      const found = house.announcements.find(({ id }) => path.endsWith(id));
      if (!found) return problem('not_found');
      if (found.revision !== revision) return problem('edited_meanwhile');
      const changed = { ...found, ...values, startsAt: startsAt ?? found.startsAt, revision: revision + 1 };
      house.announcements = house.announcements.map((each) => (each === found ? changed : each));
      return answer(AdminAnnouncement, changed);
    },
    'DELETE /api/v1/admin/announcements/:id': ({ path }, { house }) => {
      house.announcements = house.announcements.filter(({ id }) => !path.endsWith(id));
      return nothing;
    },
    'GET /api/v1/admin/assets': (_request, { house }) => answer(AssetList, { items: house.images }),
    'DELETE /api/v1/admin/assets/:id': ({ path }, { house }) => {
      house.images = house.images.filter(({ id }) => !path.endsWith(id));
      return nothing;
    },
    'POST /api/v1/admin/assets': ({ headers }) =>
      answer(
        Asset,
        {
          id: uuid(980),
          url: `/api/v1/assets/${uuid(980)}`,
          type: headers['content-type'] as Asset['type'],
          width: 1,
          height: 1,
          bytes: 68,
          createdAt: minutesFromNow(0),
          used: false,
        },
        201,
      ),
  };
}

function outboxRoutes(): Record<string, FakeRoute> {
  const act =
    (state: OutboxMessage['state']): FakeRoute =>
    ({ path }, { house }) => {
      const found = house.messages.find(({ id }) => path.includes(id));
      if (!found) return problem('not_found');
      const changed = { ...found, state };
      house.messages = house.messages.map((each) => (each === found ? changed : each));
      return answer(OutboxMessage, changed);
    };
  return {
    'GET /api/v1/admin/outbox': ({ query }, { house }) => {
      const state = query.get('state');
      return answer(OutboxPage, {
        items: house.messages.filter((message) => state === null || message.state === state),
        nextCursor: null,
        mailConfigured: house.mail.source !== 'none',
        counts: { waiting: 1, kept: 0, failed: 1 },
      });
    },
    'GET /api/v1/admin/outbox/:id': ({ path }, { house }) => {
      const found = house.messages.find(({ id }) => path.endsWith(id));
      return found ? answer(OutboxMessageDetail, found) : problem('not_found');
    },
    'POST /api/v1/admin/outbox/:id/retry': act('waiting'),
    'POST /api/v1/admin/outbox/:id/discard': act('dropped'),
  };
}
