import { t } from '@lingui/core/macro';
import { AnnouncementList } from '../../features/announcements/components/announcement-list.tsx';
import { PageHeader } from '../../ui/page-header.tsx';

export function AnnouncementsPage() {
  return (
    <div className="mx-auto max-w-3xl">
      <PageHeader title={t`Announcements`} />
      <AnnouncementList />
    </div>
  );
}
