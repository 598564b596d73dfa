import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Plus } from 'lucide-react';
import { mayDo, useSignedIn } from '../../features/accounts/api/use-signed-in.ts';
import { useAdminAnnouncements } from '../../features/announcements/admin/api/list-admin-announcements.ts';
import { AdminAnnouncementRow } from '../../features/announcements/admin/components/admin-announcement-row.tsx';
import { ImageList } from '../../features/announcements/admin/components/image-list.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { EmptyState } from '../../ui/list-states.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { PagedRows } from '../../ui/paged-rows.tsx';
import { SkeletonList } from '../../ui/skeleton.tsx';
import { paths } from '../paths.ts';

export function AdminAnnouncementsPage() {
  const me = useSignedIn();
  const mayWrite = mayDo(me, 'admin.announcements.write');
  const announcements = useAdminAnnouncements();
  return (
    <>
      <PageHeader
        title={t`Announcements`}
        documentTitle={t`All announcements`}
        aside={
          mayWrite ? (
            <LinkButton to={paths.adminAnnouncementNew} look="coin">
              <Plus aria-hidden /> <Trans>New announcement</Trans>
            </LinkButton>
          ) : null
        }
      />
      <PagedRows
        query={announcements}
        loading={<SkeletonList rows={4} rowClassName="h-16" />}
        empty={
          <EmptyState title={t`No announcement yet`}>
            <Trans>Tell members what is new, or warn them of a break.</Trans>
          </EmptyState>
        }
      >
        {(announcement) => <AdminAnnouncementRow announcement={announcement} />}
      </PagedRows>
      {/* Below a list whose length nobody knows before it is there: earlier it would jump. */}
      {announcements.isPending ? null : (
        <div className="mt-8">
          <ImageList mayDelete={mayWrite} />
        </div>
      )}
    </>
  );
}
