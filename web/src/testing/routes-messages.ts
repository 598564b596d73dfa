import {
  AnnouncementPage,
  BannerList,
  ReadAnnouncementsRequest,
} from '@coinslot/shared/http/announcements.ts';
import {
  DiscordWebhookRequest,
  EditNotificationPreferencesRequest,
  NotificationPage,
  NotificationPreferences,
  ReadNotificationsRequest,
  ReadNotificationsResponse,
  TestNotificationRequest,
} from '@coinslot/shared/http/notifications.ts';
import { Site, SitePage } from '@coinslot/shared/http/site.ts';
import { RedeemVoucherRequest, RedeemVoucherResponse } from '@coinslot/shared/http/vouchers.ts';
import { answer, nothing, problem } from './answers.ts';
import { aSitePage } from './data-account.ts';
import { aWallet, minutesFromNow } from './data-catalog.ts';
import type { FakeRoute } from './routes.ts';

/** What the house tells its members, and vouchers. */
export function messageRoutes(): Record<string, FakeRoute> {
  return { ...notificationRoutes(), ...houseRoutes() };
}

function notificationRoutes(): Record<string, FakeRoute> {
  return {
    'GET /api/v1/notifications': ({ query }, { own }) => {
      const unread = own.notifications.filter(({ readAt }) => readAt === null);
      const items = query.get('unread') === 'true' ? unread : own.notifications;
      return answer(NotificationPage, { items, nextCursor: null, unread: unread.length });
    },
    'POST /api/v1/notifications/read': ({ body }, { own }) => {
      const which = ReadNotificationsRequest.parse(body);
      own.notifications = own.notifications.map((each) =>
        'all' in which || which.ids.includes(each.id) ? { ...each, readAt: minutesFromNow(0) } : each,
      );
      const unread = own.notifications.filter(({ readAt }) => readAt === null).length;
      return answer(ReadNotificationsResponse, { unread });
    },
    'GET /api/v1/notifications/preferences': (_request, { own }) =>
      answer(NotificationPreferences, own.preferences),
    'PUT /api/v1/notifications/preferences': ({ body }, { own }) => {
      own.preferences = { ...own.preferences, ...EditNotificationPreferencesRequest.parse(body) };
      return nothing;
    },
    'PUT /api/v1/notifications/discord-webhook': ({ body }, { own }) => {
      const { url } = DiscordWebhookRequest.parse(body);
      const discord = url === null ? null : { name: 'Captain Hook', setAt: minutesFromNow(0), gone: false };
      own.preferences = { ...own.preferences, discord };
      return nothing;
    },
    'POST /api/v1/notifications/test': ({ body }) => (TestNotificationRequest.parse(body), nothing),
  };
}

function houseRoutes(): Record<string, FakeRoute> {
  return {
    'GET /api/v1/announcements': (_request, { own }) =>
      answer(AnnouncementPage, { items: own.announcements, nextCursor: null }),
    'GET /api/v1/announcements/banner': (_request, { own }) => answer(BannerList, { items: own.banners }),
    'POST /api/v1/announcements/read': ({ body }) => (ReadAnnouncementsRequest.parse(body), nothing),
    'POST /api/v1/announcements/:id/dismiss': ({ path }, { own }) => {
      own.banners = own.banners.filter(({ id }) => !path.includes(id));
      return nothing;
    },
    'POST /api/v1/vouchers/redeem': ({ body }) => {
      const { code } = RedeemVoucherRequest.parse(body);
      if (code === 'USED') return problem('voucher_used_up');
      return answer(RedeemVoucherResponse, { coins: 50, voucherName: 'Autumn course', wallet: aWallet() });
    },
    'GET /api/v1/site': (_request, { own }) => answer(Site, own.site),
    'GET /api/v1/site/terms': () => answer(SitePage, aSitePage()),
    'GET /api/v1/site/privacy': () => answer(SitePage, aSitePage()),
  };
}
