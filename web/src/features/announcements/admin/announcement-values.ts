import {
  type AdminAnnouncement,
  EditAnnouncementRequest,
} from '@coinslot/shared/http/admin-announcements.ts';
import { z } from 'zod';
import { readMoment, typeMoment } from '../../../lib/local-time.ts';

const { title, markdown, level } = EditAnnouncementRequest.shape;
const moment = z.string().transform(readMoment);

/** What is typed into the editor, as the broker takes it. */
export const AnnouncementValues = z
  .object({
    title,
    markdown,
    level: level.unwrap(),
    banner: z.boolean(),
    pinned: z.boolean(),
    notify: z.boolean(),
    startsAt: moment,
    endsAt: moment,
  })
  .refine(({ startsAt, endsAt }) => endsAt === null || (startsAt ?? new Date().toISOString()) < endsAt, {
    path: ['endsAt'],
  });
export type TypedAnnouncement = z.input<typeof AnnouncementValues>;
export type AnnouncementValues = z.output<typeof AnnouncementValues>;

/** How the editor begins. */
export function typeAnnouncement(announcement: AdminAnnouncement | null): TypedAnnouncement {
  if (!announcement) {
    return {
      title: '',
      markdown: '',
      level: 'info',
      banner: false,
      pinned: false,
      notify: true,
      startsAt: '',
      endsAt: '',
    };
  }
  const { title: name, markdown: text, level: kind, banner, pinned, notify, startsAt, endsAt } = announcement;
  const times = { startsAt: typeMoment(startsAt), endsAt: typeMoment(endsAt) };
  return { title: name, markdown: text, level: kind, banner, pinned, notify, ...times };
}
