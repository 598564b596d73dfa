import {
  AdminAnnouncement,
  AdminAnnouncementPage,
  AnnouncementDraft,
  EditAnnouncementRequest,
} from '@coinslot/shared/http/admin-announcements.ts';
import {
  AnnouncementPage,
  BannerList,
  ReadAnnouncementsRequest,
} from '@coinslot/shared/http/announcements.ts';
import { PageQuery } from '@coinslot/shared/http/page.ts';
import { z } from 'zod';
import type { BrokerContext } from '../../context.ts';
import { inTransaction } from '../../database/db.ts';
import type { BrokerApp } from '../../http/broker-app.ts';
import { requireMember } from '../../http/guard.ts';
import { withIdempotency } from '../../http/idempotency.ts';
import { adminActOf } from '../audit/index.ts';
import { registerAssetRoutes } from './assets/asset-routes.ts';
import { createAnnouncement } from './create-announcement.ts';
import { deleteAnnouncement } from './delete-announcement.ts';
import { editAnnouncement } from './edit-announcement.ts';
import { dismissBanner, markAnnouncementsRead } from './mark-announcements.ts';
import { listAdminAnnouncements, requireAnnouncement } from './read-admin-announcements.ts';
import { listAnnouncements, listBanners } from './read-announcements.ts';

const AnnouncementParams = z.object({ id: z.uuid() });

export function registerAnnouncementRoutes(app: BrokerApp, ctx: BrokerContext): void {
  registerReading(app, ctx);
  registerWriting(app, ctx);
  registerAssetRoutes(app, ctx);
}

function registerReading(app: BrokerApp, ctx: BrokerContext): void {
  app.get(
    '/api/v1/announcements',
    {
      config: { access: 'member', scope: 'notifications.read' },
      schema: { querystring: PageQuery, response: { 200: AnnouncementPage } },
    },
    async (request) => await listAnnouncements(ctx.db, requireMember(request).id, request.query),
  );
  app.get(
    '/api/v1/announcements/banner',
    {
      config: { access: 'member', scope: 'notifications.read' },
      schema: { response: { 200: BannerList } },
    },
    async (request) => await listBanners(ctx.db, requireMember(request).id),
  );
  app.post(
    '/api/v1/announcements/read',
    {
      config: { access: 'member', scope: 'none', idempotent: false },
      schema: { body: ReadAnnouncementsRequest, response: { 204: z.null() } },
    },
    async (request, reply) => {
      await markAnnouncementsRead(ctx.db, requireMember(request).id, request.body.ids);
      return reply.status(204).send(null);
    },
  );
  app.post(
    '/api/v1/announcements/:id/dismiss',
    {
      config: { access: 'member', scope: 'none', idempotent: false },
      schema: { params: AnnouncementParams, response: { 204: z.null() } },
    },
    async (request, reply) => {
      await dismissBanner(ctx.db, requireMember(request).id, request.params.id);
      return reply.status(204).send(null);
    },
  );
}

function registerWriting(app: BrokerApp, ctx: BrokerContext): void {
  app.get(
    '/api/v1/admin/announcements',
    {
      config: { access: 'admin.announcements.read' },
      schema: { querystring: PageQuery, response: { 200: AdminAnnouncementPage } },
    },
    async (request) => await listAdminAnnouncements(ctx.db, request.query),
  );
  app.get(
    '/api/v1/admin/announcements/:id',
    {
      config: { access: 'admin.announcements.read' },
      schema: { params: AnnouncementParams, response: { 200: AdminAnnouncement } },
    },
    async (request) => await requireAnnouncement(ctx.db, request.params.id),
  );
  app.post(
    '/api/v1/admin/announcements',
    {
      config: { access: 'admin.announcements.write', idempotent: true },
      schema: { body: AnnouncementDraft, response: { 201: AdminAnnouncement } },
    },
    async (request, reply) =>
      await withIdempotency(ctx, request, reply, async (tx) => ({
        status: 201,
        body: await createAnnouncement(tx, ctx, adminActOf(request), request.body),
      })),
  );
  app.put(
    '/api/v1/admin/announcements/:id',
    {
      config: { access: 'admin.announcements.write', idempotent: false },
      schema: {
        params: AnnouncementParams,
        body: EditAnnouncementRequest,
        response: { 200: AdminAnnouncement },
      },
    },
    async (request) =>
      await inTransaction(ctx.db, (tx) =>
        editAnnouncement(tx, ctx, adminActOf(request), request.params.id, request.body),
      ),
  );
  app.delete(
    '/api/v1/admin/announcements/:id',
    {
      config: { access: 'admin.announcements.write', idempotent: false },
      schema: { params: AnnouncementParams, response: { 204: z.null() } },
    },
    async (request, reply) => {
      await inTransaction(ctx.db, (tx) => deleteAnnouncement(tx, adminActOf(request), request.params.id));
      return reply.status(204).send(null);
    },
  );
}
