import type { AdminAnnouncement } from '@coinslot/shared/http/admin-announcements.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { paths } from '../../../../app/paths.ts';
import { formatDateTime } from '../../../../lib/format.ts';
import { Badge } from '../../../../ui/badge.tsx';
import { RowLink } from '../../../../ui/row-link.tsx';
import { say } from '../../../../words/say.ts';
import { announcementStates, describeReach } from '../describe-announcement.ts';

/** One announcement of the list. */
export function AdminAnnouncementRow({ announcement }: { announcement: AdminAnnouncement }) {
  const { label, tone } = announcementStates[announcement.state];
  const { startsAt, endsAt } = announcement;
  return (
    <RowLink to={paths.adminAnnouncement(announcement.id)} columns="md:grid-cols-[2fr_1fr]">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-2 font-bold">
          <span className="min-w-0 break-words">{announcement.title}</span>
          <Badge tone={tone}>{say(label)}</Badge>
          {announcement.level === 'warning' ? (
            <Badge tone="bad">
              <Trans>Warning</Trans>
            </Badge>
          ) : null}
          {announcement.banner ? (
            <Badge>
              <Trans>Banner</Trans>
            </Badge>
          ) : null}
          {announcement.pinned ? (
            <Badge>
              <Trans>Pinned</Trans>
            </Badge>
          ) : null}
        </p>
        <p className="text-soft text-sm">{describeReach(announcement)}</p>
      </div>
      <p className="text-soft text-sm md:text-right">
        {formatDateTime(startsAt)}
        {endsAt ? <span className="block">{t`until ${formatDateTime(endsAt)}`}</span> : null}
      </p>
    </RowLink>
  );
}
