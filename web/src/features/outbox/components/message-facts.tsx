import type { OutboxMessageDetail } from '@coinslot/shared/http/admin-outbox.ts';
import { t } from '@lingui/core/macro';
import { Link } from 'react-router';
import { paths } from '../../../app/paths.ts';
import { formatDateTime } from '../../../lib/format.ts';
import { Facts } from '../../../ui/facts.tsx';
import { say } from '../../../words/say.ts';
import { mayDo, useSignedIn } from '../../accounts/api/use-signed-in.ts';
import { channelWords } from '../describe-message.ts';

/** Whom a message goes to and how its delivery went. */
export function MessageFacts({ message }: { message: OutboxMessageDetail }) {
  const { userId, userName, lastError, nextTryAt, endedAt } = message;
  const mayRead = mayDo(useSignedIn(), 'admin.users.read');
  const member =
    userId && mayRead ? (
      <Link to={paths.adminUser(userId)} className="text-link underline underline-offset-2">
        {userName ?? userId}
      </Link>
    ) : (
      userName
    );
  return (
    <Facts
      items={[
        { name: t`Channel`, value: say(channelWords[message.channel]) },
        { name: t`To`, value: <span className="break-all">{message.recipient}</span> },
        ...(member ? [{ name: t`Member`, value: member }] : []),
        { name: t`Written`, value: formatDateTime(message.createdAt) },
        { name: t`Tries`, value: t`${message.tries} of ${message.triesMax}` },
        ...(lastError ? [{ name: t`Last answer`, value: lastError }] : []),
        ...(nextTryAt ? [{ name: t`Next try`, value: formatDateTime(nextTryAt) }] : []),
        ...(endedAt ? [{ name: t`Ended`, value: formatDateTime(endedAt) }] : []),
      ]}
    />
  );
}
