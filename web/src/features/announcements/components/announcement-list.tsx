import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useEffect } from 'react';
import { allRows } from '../../../lib/cursor-query.ts';
import { EmptyState } from '../../../ui/list-states.tsx';
import { LoadMore } from '../../../ui/load-more.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { useReadOnly } from '../../../ui/read-only.ts';
import { SkeletonList } from '../../../ui/skeleton.tsx';
import { useAnnouncements } from '../api/list-announcements.ts';
import { readAnnouncements } from '../api/read-announcements.ts';
import { AnnouncementCard } from './announcement-card.tsx';

/** All that is published now. Being on the screen counts as read; what was new stays marked until the next visit. */
export function AnnouncementList() {
  const announcements = useAnnouncements();
  const readOnly = useReadOnly();
  const unread = announcements.data
    ? allRows(announcements.data)
        .filter(({ readAt }) => readAt === null)
        .map(({ id }) => id)
        .join()
    : '';
  useEffect(() => {
    // Nothing depends on it: an answer that got lost is made up for by the next visit.
    if (unread !== '' && !readOnly) readAnnouncements(unread.split(',').slice(0, 100)).catch(() => undefined);
  }, [unread, readOnly]);
  return (
    <QueryView
      query={announcements}
      loading={<SkeletonList rows={3} rowClassName="h-44" />}
      empty={{
        when: (data) => allRows(data).length === 0,
        show: (
          <EmptyState title={t`Nothing to announce`}>
            <Trans>News of this house stand here.</Trans>
          </EmptyState>
        ),
      }}
    >
      {(data) => (
        <>
          <div className="space-y-4">
            {allRows(data).map((announcement) => (
              <AnnouncementCard
                key={announcement.id}
                announcement={announcement}
                isNew={announcement.readAt === null}
              />
            ))}
          </div>
          <LoadMore query={announcements} />
        </>
      )}
    </QueryView>
  );
}
