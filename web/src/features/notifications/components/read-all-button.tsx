import { Trans } from '@lingui/react/macro';
import { CheckCheck } from 'lucide-react';
import { toast } from 'sonner';
import { errorText } from '../../../lib/api-error.ts';
import { Button } from '../../../ui/button.tsx';
import { useReadOnly } from '../../../ui/read-only.ts';
import { useUnreadCount } from '../api/count-unread.ts';
import { useMarkRead } from '../api/use-mark-read.ts';

export function ReadAllButton() {
  const unread = useUnreadCount().data ?? 0;
  const readOnly = useReadOnly();
  const mark = useMarkRead();
  return (
    <Button
      size="small"
      disabled={unread === 0 || readOnly}
      pending={mark.isPending}
      onClick={() => mark.mutate({ all: true }, { onError: (error) => toast.error(errorText(error)) })}
    >
      <CheckCheck aria-hidden /> <Trans>Mark all as read</Trans>
    </Button>
  );
}
