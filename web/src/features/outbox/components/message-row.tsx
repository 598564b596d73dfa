import type { OutboxMessage } from '@coinslot/shared/http/admin-outbox.ts';
import { t } from '@lingui/core/macro';
import { paths } from '../../../app/paths.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Moment } from '../../../ui/moment.tsx';
import { RowLink } from '../../../ui/row-link.tsx';
import { say } from '../../../words/say.ts';
import { channelWords, describeMessage, messageStates } from '../describe-message.ts';

/** One message of the list. */
export function MessageRow({ message }: { message: OutboxMessage }) {
  const { label, tone } = messageStates[message.state];
  return (
    <RowLink to={paths.adminMessage(message.id)} columns="md:grid-cols-[1.5fr_1.2fr_9rem]">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-2 font-bold">
          <span className="min-w-0 break-words">{describeMessage(message.kind)}</span>
          <Badge tone={tone}>{say(label)}</Badge>
        </p>
        {message.lastError ? (
          <p className="text-soft line-clamp-2 text-sm break-words">{message.lastError}</p>
        ) : null}
      </div>
      <div className="min-w-0 text-sm">
        <p className="break-all">{message.recipient}</p>
        <p className="text-soft">{say(channelWords[message.channel])}</p>
      </div>
      <p className="text-soft text-sm md:text-right">
        <Moment at={message.createdAt} />
        {message.tries > 1 ? (
          <span className="block">{t`try ${message.tries} of ${message.triesMax}`}</span>
        ) : null}
      </p>
    </RowLink>
  );
}
