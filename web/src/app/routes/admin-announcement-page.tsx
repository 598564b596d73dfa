import type { AdminAnnouncement } from '@coinslot/shared/http/admin-announcements.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useParams } from 'react-router';
import { mayDo, useSignedIn } from '../../features/accounts/api/use-signed-in.ts';
import { useAdminAnnouncement } from '../../features/announcements/admin/api/get-admin-announcement.ts';
import { AnnouncementForm } from '../../features/announcements/admin/components/announcement-form.tsx';
import { DeleteAnnouncementButton } from '../../features/announcements/admin/components/delete-announcement-button.tsx';
import {
  announcementStates,
  describeReach,
} from '../../features/announcements/admin/describe-announcement.ts';
import { AnnouncementCard } from '../../features/announcements/components/announcement-card.tsx';
import { hasStatus } from '../../lib/api-error.ts';
import { BackLink } from '../../ui/back-link.tsx';
import { Badge } from '../../ui/badge.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { SkeletonList } from '../../ui/skeleton.tsx';
import { say } from '../../words/say.ts';
import { paths } from '../paths.ts';
import { NotFoundPage } from './not-found-page.tsx';

/** One announcement; without an id in the address, a new one. */
export function AdminAnnouncementPage() {
  const { id } = useParams();
  const me = useSignedIn();
  if (id === undefined && !mayDo(me, 'admin.announcements.write')) return <NotFoundPage />;
  return (
    <>
      <BackLink to={paths.adminAnnouncements}>
        <Trans>All announcements</Trans>
      </BackLink>
      {id === undefined ? (
        <>
          <PageHeader title={t`New announcement`} />
          <AnnouncementForm announcement={null} reload={() => Promise.resolve(undefined)} />
        </>
      ) : (
        <OpenedAnnouncement id={id} />
      )}
    </>
  );
}

function OpenedAnnouncement({ id }: { id: string }) {
  const announcement = useAdminAnnouncement(id);
  if (hasStatus(announcement.error, 404)) return <NotFoundPage />;
  return (
    <QueryView query={announcement} loading={<SkeletonList rows={2} rowClassName="h-72" />}>
      {(data) => (
        <AnnouncementView announcement={data} reload={async () => (await announcement.refetch()).data} />
      )}
    </QueryView>
  );
}

type AnnouncementViewProps = {
  announcement: AdminAnnouncement;
  reload: () => Promise<AdminAnnouncement | undefined>;
};

function AnnouncementView({ announcement, reload }: AnnouncementViewProps) {
  const me = useSignedIn();
  const mayWrite = mayDo(me, 'admin.announcements.write');
  const { label, tone } = announcementStates[announcement.state];
  return (
    <>
      <PageHeader
        title={announcement.title}
        aside={mayWrite ? <DeleteAnnouncementButton announcement={announcement} /> : null}
      >
        <Badge tone={tone}>{say(label)}</Badge> {describeReach(announcement)}
      </PageHeader>
      {mayWrite ? (
        <AnnouncementForm announcement={announcement} reload={reload} />
      ) : (
        <div className="max-w-3xl">
          <AnnouncementCard announcement={{ ...announcement, publishedAt: announcement.startsAt }} />
        </div>
      )}
    </>
  );
}
