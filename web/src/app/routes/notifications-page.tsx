import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useState } from 'react';
import { NotificationList } from '../../features/notifications/components/notification-list.tsx';
import { ReadAllButton } from '../../features/notifications/components/read-all-button.tsx';
import { CheckField } from '../../ui/check-field.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { paths } from '../paths.ts';

export function NotificationsPage() {
  const [unreadOnly, setUnreadOnly] = useState(false);
  return (
    <div className="mx-auto max-w-3xl">
      <PageHeader
        title={t`Notifications`}
        aside={
          <div className="flex flex-wrap gap-2">
            <LinkButton to={paths.accountNotifications} size="small">
              <Trans>What is told where</Trans>
            </LinkButton>
            <ReadAllButton />
          </div>
        }
      />
      <div className="mb-4">
        <CheckField
          label={t`Only unread ones`}
          checked={unreadOnly}
          onChange={(event) => setUnreadOnly(event.target.checked)}
        />
      </div>
      <NotificationList unreadOnly={unreadOnly} />
    </div>
  );
}
