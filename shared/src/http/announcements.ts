import { z } from 'zod';
import { pageOf } from './page.ts';

export const AnnouncementLevel = z.enum(['info', 'warning']);
export type AnnouncementLevel = z.infer<typeof AnnouncementLevel>;

/** A published announcement as a member sees it. `markdown` is as it was written: the page renders it safely. */
export const Announcement = z.object({
  id: z.uuid(),
  title: z.string(),
  markdown: z.string(),
  level: AnnouncementLevel,
  pinned: z.boolean(),
  banner: z.boolean(),
  publishedAt: z.iso.datetime(),
  /** Null until this member was told it is read, or dismissed its banner. */
  readAt: z.iso.datetime().nullable(),
});
export type Announcement = z.infer<typeof Announcement>;

/** `GET /api/v1/announcements`: what is published now; pinned ones first, then the newest. */
export const AnnouncementPage = pageOf(Announcement);
export type AnnouncementPage = z.infer<typeof AnnouncementPage>;

/**
 * `GET /api/v1/announcements/banner`: banners that are open now and that this member has not dismissed, warnings first, at most three.
 * `POST /api/v1/announcements/:id/dismiss` (204) takes one away for this member.
 */
export const BannerList = z.object({ items: z.array(Announcement) });
export type BannerList = z.infer<typeof BannerList>;

/** `POST /api/v1/announcements/read` (204): these were on the member's screen. Unknown ids are passed over. */
export const ReadAnnouncementsRequest = z.object({ ids: z.array(z.uuid()).min(1).max(100) });
export type ReadAnnouncementsRequest = z.infer<typeof ReadAnnouncementsRequest>;
