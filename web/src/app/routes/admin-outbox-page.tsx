import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useSearchParams } from 'react-router';
import { mayDo, useSignedIn } from '../../features/accounts/api/use-signed-in.ts';
import { useOutbox } from '../../features/outbox/api/list-outbox.ts';
import { MessageRow } from '../../features/outbox/components/message-row.tsx';
import { OutboxFilterBar } from '../../features/outbox/components/outbox-filter.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { EmptyState } from '../../ui/list-states.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { PagedRows } from '../../ui/paged-rows.tsx';
import { SkeletonList } from '../../ui/skeleton.tsx';
import { paths } from '../paths.ts';

/** Every mail and message that went out or waits. The filter stands in the address. */
export function AdminOutboxPage() {
  const [query, setQuery] = useSearchParams();
  const filter = { state: query.get('state') ?? '', channel: query.get('channel') ?? '' };
  const outbox = useOutbox(filter);
  const first = outbox.data?.pages[0];
  return (
    <>
      <PageHeader title={t`Outbox`}>
        <Trans>Mails and messages that go out. What fails is tried again by itself for a while.</Trans>
      </PageHeader>
      {first && !first.mailConfigured ? <NoMailNotice /> : null}
      <OutboxFilterBar
        filter={filter}
        counts={first?.counts}
        onChange={({ state, channel }) =>
          setQuery({ ...(state ? { state } : {}), ...(channel ? { channel } : {}) }, { replace: true })
        }
      />
      <PagedRows
        query={outbox}
        loading={<SkeletonList rows={6} rowClassName="h-16" />}
        empty={
          filter.state || filter.channel ? (
            <EmptyState title={t`No message matches`} />
          ) : (
            <EmptyState title={t`Nothing went out yet`} />
          )
        }
      >
        {(message) => <MessageRow message={message} />}
      </PagedRows>
    </>
  );
}

function NoMailNotice() {
  const me = useSignedIn();
  return (
    <Notice
      tone="coin"
      className="mb-4"
      announced={false}
      action={
        mayDo(me, 'admin.settings.read') ? (
          <LinkButton to={paths.adminSettingsMail} size="small">
            <Trans>Set a mail server</Trans>
          </LinkButton>
        ) : null
      }
    >
      <Trans>No mail server is set: mail is kept here until there is one.</Trans>
    </Notice>
  );
}
