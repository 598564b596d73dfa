import type { OutboxMessage } from '@coinslot/shared/http/admin-outbox.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { ConfirmButton } from '../../../ui/confirm-button.tsx';
import { discardMessage, retryMessage } from '../api/act-on-message.ts';
import { outboxKey } from '../api/list-outbox.ts';

/** Tries a failed message again, or gives up one that was not sent. */
export function MessageActs({ message }: { message: OutboxMessage }) {
  const client = useQueryClient();
  const { id, state, retryable } = message;
  const refresh = () => void client.invalidateQueries({ queryKey: outboxKey });
  return (
    <div className="flex flex-wrap items-center gap-2">
      {retryable ? (
        <ConfirmButton
          look="coin"
          words={<Trans>Try again</Trans>}
          title={t`Try it again?`}
          description={t`It begins anew with the first try. First mend what the last answer complains about.`}
          act={t`Send it again`}
          keep={t`Not now`}
          send={(key) => retryMessage(id, key)}
          onDone={() => {
            toast.success(t`It is being sent.`);
            refresh();
          }}
        />
      ) : null}
      {state === 'failed' && !retryable ? (
        <p className="text-ink-2 text-sm">
          <Trans>It cannot be sent again: its link or its time is gone. Its member asks for a new one.</Trans>
        </p>
      ) : null}
      {state === 'failed' || state === 'waiting' || state === 'kept' ? (
        <ConfirmButton
          words={<Trans>Discard</Trans>}
          title={t`Discard this message?`}
          description={t`It is not sent, now or later.`}
          act={t`Discard it`}
          keep={t`Keep it`}
          send={(key) => discardMessage(id, key)}
          onDone={() => {
            toast.success(t`It is discarded.`);
            refresh();
          }}
        />
      ) : null}
    </div>
  );
}
