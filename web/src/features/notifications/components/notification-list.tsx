import type { Notification } from '@coinslot/shared/http/notifications.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Link } from 'react-router';
import { allRows } from '../../../lib/cursor-query.ts';
import { Card } from '../../../ui/card.tsx';
import { EmptyState } from '../../../ui/list-states.tsx';
import { LoadMore } from '../../../ui/load-more.tsx';
import { Moment } from '../../../ui/moment.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { useReadOnly } from '../../../ui/read-only.ts';
import { SkeletonList } from '../../../ui/skeleton.tsx';
import { useNotifications } from '../api/list-notifications.ts';
import { useMarkRead } from '../api/use-mark-read.ts';
import { describeNotification } from '../describe-notification.ts';

export function NotificationList({ unreadOnly }: { unreadOnly: boolean }) {
  const notifications = useNotifications(unreadOnly);
  return (
    <QueryView
      query={notifications}
      loading={<SkeletonList rows={5} rowClassName="h-18" />}
      empty={{
        when: (data) => allRows(data).length === 0,
        show: (
          <EmptyState title={unreadOnly ? t`You have read everything` : t`Nothing has happened yet`}>
            <Trans>When a machine is ready, ends soon or fails, it is told here.</Trans>
          </EmptyState>
        ),
      }}
    >
      {(data) => (
        <>
          <Card className="py-1 sm:py-1">
            <ul className="divide-line divide-y">
              {allRows(data).map((notification) => (
                <NotificationRow key={notification.id} notification={notification} />
              ))}
            </ul>
          </Card>
          <LoadMore query={notifications} />
        </>
      )}
    </QueryView>
  );
}

function NotificationRow({ notification }: { notification: Notification }) {
  const mark = useMarkRead();
  const readOnly = useReadOnly();
  const { title, detail, path } = describeNotification(notification);
  const isNew = notification.readAt === null;
  return (
    <li className="flex items-start gap-3 py-3">
      <span
        aria-hidden
        className={isNew ? 'bg-coin mt-2 size-2.5 shrink-0 rounded-full' : 'size-2.5 shrink-0'}
      />
      <div className="min-w-0 flex-1">
        <p className="break-words">
          <Link
            to={path}
            onClick={() => {
              if (isNew && !readOnly) mark.mutate({ ids: [notification.id] });
            }}
            className={
              isNew
                ? 'decoration-line-strong font-bold underline underline-offset-3 hover:decoration-2'
                : 'decoration-line-strong font-medium underline underline-offset-3 hover:decoration-2'
            }
          >
            {title}
          </Link>
          {isNew ? (
            <span className="sr-only">
              {' '}
              <Trans>(not read yet)</Trans>
            </span>
          ) : null}
        </p>
        <p className="text-soft text-sm break-words">
          {detail ? <>{detail} · </> : null}
          <Moment at={notification.at} />
        </p>
      </div>
    </li>
  );
}
