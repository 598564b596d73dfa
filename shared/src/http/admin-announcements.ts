import { z } from 'zod';
import { AnnouncementLevel } from './announcements.ts';
import { pageOf } from './page.ts';

const fields = {
  title: z.string().trim().min(1, 'give it a title').max(120, 'a title has 120 characters or less'),
  markdown: z
    .string()
    .trim()
    .min(1, 'write something')
    .max(20_000, 'an announcement has 20,000 characters or less'),
  level: AnnouncementLevel.default('info'),
  /** Also shown above every page until the member dismisses it or it ends. */
  banner: z.boolean().default(false),
  pinned: z.boolean().default(false),
  /** Members get a notification when it starts. Once only: a later edit tells nobody again. */
  notify: z.boolean().default(false),
  /** Null = at once. */
  startsAt: z.iso.datetime().nullable().default(null),
  /** Null = stays. */
  endsAt: z.iso.datetime().nullable().default(null),
};

/** `POST /api/v1/admin/announcements` (Idempotency-Key, 201). */
export const AnnouncementDraft = z
  .object(fields)
  .refine(endsAfterStart, { path: ['endsAt'], message: 'must be after the start' });
export type AnnouncementDraft = z.infer<typeof AnnouncementDraft>;

/** `PUT /api/v1/admin/announcements/:id`: 409 edited_meanwhile. `DELETE` (204) takes it and its notifications away. */
export const EditAnnouncementRequest = z
  .object({ ...fields, revision: z.int().positive() })
  .refine(endsAfterStart, { path: ['endsAt'], message: 'must be after the start' });
export type EditAnnouncementRequest = z.infer<typeof EditAnnouncementRequest>;

/** An announcement as admins see it. `told` = members who got a notification so far; `telling` = more of them follow. */
export const AdminAnnouncement = z.object({
  id: z.uuid(),
  title: z.string(),
  markdown: z.string(),
  level: AnnouncementLevel,
  banner: z.boolean(),
  pinned: z.boolean(),
  notify: z.boolean(),
  startsAt: z.iso.datetime(),
  endsAt: z.iso.datetime().nullable(),
  state: z.enum(['scheduled', 'published', 'ended']),
  told: z.int().nonnegative(),
  telling: z.boolean(),
  readers: z.int().nonnegative(),
  revision: z.int().positive(),
  createdAt: z.iso.datetime(),
  createdBy: z.string(),
});
export type AdminAnnouncement = z.infer<typeof AdminAnnouncement>;

/** `GET /api/v1/admin/announcements`, the newest start first; `GET …/:id` answers one. */
export const AdminAnnouncementPage = pageOf(AdminAnnouncement);
export type AdminAnnouncementPage = z.infer<typeof AdminAnnouncementPage>;

function endsAfterStart({ startsAt, endsAt }: { startsAt: string | null; endsAt: string | null }): boolean {
  return startsAt === null || endsAt === null || new Date(startsAt) < new Date(endsAt);
}
