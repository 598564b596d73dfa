import type { OutboxMessageDetail } from '@coinslot/shared/http/admin-outbox.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useParams } from 'react-router';
import { mayDo, useSignedIn } from '../../features/accounts/api/use-signed-in.ts';
import { useMessage } from '../../features/outbox/api/get-message.ts';
import { MessageActs } from '../../features/outbox/components/message-acts.tsx';
import { MessageFacts } from '../../features/outbox/components/message-facts.tsx';
import { describeMessage, messageStates } from '../../features/outbox/describe-message.ts';
import { hasStatus } from '../../lib/api-error.ts';
import { BackLink } from '../../ui/back-link.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Card, CardTitle } from '../../ui/card.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { SkeletonList } from '../../ui/skeleton.tsx';
import { say } from '../../words/say.ts';
import { paths } from '../paths.ts';
import { NotFoundPage } from './not-found-page.tsx';

/** One message: whom it goes to, how often it was tried, and its text. */
export function AdminMessagePage() {
  const { id = '' } = useParams();
  const message = useMessage(id);
  if (hasStatus(message.error, 404)) return <NotFoundPage />;
  return (
    <>
      <BackLink to={paths.adminOutbox}>
        <Trans>All messages</Trans>
      </BackLink>
      <QueryView query={message} loading={<SkeletonList rows={2} rowClassName="h-56" />}>
        {(data) => <MessageView message={data} />}
      </QueryView>
    </>
  );
}

function MessageView({ message }: { message: OutboxMessageDetail }) {
  const me = useSignedIn();
  const { label, tone } = messageStates[message.state];
  return (
    <>
      <PageHeader
        title={describeMessage(message.kind)}
        aside={mayDo(me, 'admin.outbox.write') ? <MessageActs message={message} /> : null}
      >
        <Badge tone={tone}>{say(label)}</Badge>
      </PageHeader>
      <div className="max-w-3xl space-y-4">
        <MessageFacts message={message} />
        <Card>
          <CardTitle>
            <Trans>Text</Trans>
          </CardTitle>
          {message.subject ? <p className="mb-3 font-semibold break-words">{message.subject}</p> : null}
          {message.body === null ? (
            <p className="text-soft">{whyHidden(message)}</p>
          ) : (
            <pre className="bg-sunk rounded-xl p-4 font-sans [overflow-wrap:anywhere] whitespace-pre-wrap">
              {message.body}
            </pre>
          )}
        </Card>
      </div>
    </>
  );
}

function whyHidden({ hidden }: OutboxMessageDetail): string {
  switch (hidden) {
    case 'secret':
      return t`It holds a link that only its reader may have, so it is not shown.`;
    case 'erased':
      return t`Its text is erased: nobody needs it any more.`;
    case null:
      return t`It has no text.`;
  }
}
