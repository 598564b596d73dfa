import type { NotificationPreferences } from '@coinslot/shared/http/notifications.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Link } from 'react-router';
import { toast } from 'sonner';
import { paths } from '../../../app/paths.ts';
import { errorText } from '../../../lib/api-error.ts';
import { useAct } from '../../../lib/use-act.ts';
import { Button } from '../../../ui/button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { sendTest } from '../api/send-test.ts';

/** Whether mail gets through to the member, and a way to try it. */
export function MailNotice({ mail }: { mail: NotificationPreferences['mail'] }) {
  if (mail === 'not_configured') {
    return (
      <Notice announced={false}>
        <Trans>This house has not set up mail yet: nothing is sent by mail until it has.</Trans>
      </Notice>
    );
  }
  if (mail === 'not_verified') {
    return (
      <Notice tone="coin" announced={false}>
        <Trans>
          Your address is not confirmed: until then only security mail goes there.{' '}
          <Link to={paths.account} className="font-semibold underline">
            Confirm it
          </Link>
        </Trans>
      </Notice>
    );
  }
  return <SendTestButton channel="mail" words={t`Send me a test mail`} />;
}

type SendTestButtonProps = { channel: 'mail' | 'discord'; words: string };

export function SendTestButton({ channel, words }: SendTestButtonProps) {
  const act = useAct({
    send: (_input: null) => sendTest({ channel }),
    repeatable: true,
    onDone: () => toast.success(t`It is on its way.`),
    onFailed: (error) => toast.error(errorText(error)),
  });
  return (
    <Button size="small" pending={act.isPending} onClick={() => act.run(null)}>
      {words}
    </Button>
  );
}
