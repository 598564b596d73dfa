import {
  DiscordWebhookRequest,
  EditNotificationPreferencesRequest,
  NotificationListQuery,
  NotificationPage,
  NotificationPreferences,
  ReadNotificationsRequest,
  ReadNotificationsResponse,
  TestNotificationRequest,
} from '@coinslot/shared/http/notifications.ts';
import { z } from 'zod';
import type { BrokerContext } from '../../context.ts';
import { inTransaction } from '../../database/db.ts';
import type { BrokerApp } from '../../http/broker-app.ts';
import { requireMember } from '../../http/guard.ts';
import { queueTest, setMemberWebhook } from '../outbox/index.ts';
import { listNotifications } from './list-notifications.ts';
import { markRead } from './mark-read.ts';
import { editPreferences, readPreferences } from './preferences.ts';

export function registerNotificationRoutes(app: BrokerApp, ctx: BrokerContext): void {
  app.get(
    '/api/v1/notifications',
    {
      config: { access: 'member', scope: 'notifications.read' },
      schema: { querystring: NotificationListQuery, response: { 200: NotificationPage } },
    },
    async (request) => await listNotifications(ctx.db, requireMember(request).id, request.query),
  );
  app.post(
    '/api/v1/notifications/read',
    {
      config: { access: 'member', scope: 'none', idempotent: false },
      schema: { body: ReadNotificationsRequest, response: { 200: ReadNotificationsResponse } },
    },
    async (request) => await markRead(ctx.db, requireMember(request).id, request.body),
  );
  registerPreferences(app, ctx);
}

function registerPreferences(app: BrokerApp, ctx: BrokerContext): void {
  app.get(
    '/api/v1/notifications/preferences',
    {
      config: { access: 'member', scope: 'account.read' },
      schema: { response: { 200: NotificationPreferences } },
    },
    async (request) => await readPreferences(ctx, requireMember(request).id),
  );
  app.put(
    '/api/v1/notifications/preferences',
    {
      config: { access: 'member', scope: 'none', idempotent: false },
      schema: { body: EditNotificationPreferencesRequest, response: { 200: NotificationPreferences } },
    },
    async (request) => {
      const { id } = requireMember(request);
      await inTransaction(ctx.db, (tx) => editPreferences(tx, id, request.body));
      return await readPreferences(ctx, id);
    },
  );
  app.put(
    '/api/v1/notifications/discord-webhook',
    {
      config: { access: 'member', scope: 'none', idempotent: false },
      schema: { body: DiscordWebhookRequest, response: { 200: NotificationPreferences } },
    },
    async (request) => {
      const { id } = requireMember(request);
      await inTransaction(ctx.db, (tx) => setMemberWebhook(tx, ctx, id, request.body.url));
      return await readPreferences(ctx, id);
    },
  );
  app.post(
    '/api/v1/notifications/test',
    {
      config: { access: 'member', scope: 'none', idempotent: false },
      schema: { body: TestNotificationRequest, response: { 202: z.null() } },
    },
    async (request, reply) => {
      await inTransaction(ctx.db, (tx) =>
        queueTest(tx, ctx, requireMember(request).id, request.body.channel),
      );
      return reply.status(202).send(null);
    },
  );
}
