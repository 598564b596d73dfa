import type { MailSettings } from '@coinslot/shared/http/admin-mail.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import { toast } from 'sonner';
import { paths } from '../../../app/paths.ts';
import { hasCode } from '../../../lib/api-error.ts';
import { Card, CardTitle } from '../../../ui/card.tsx';
import { ConfirmButton } from '../../../ui/confirm-button.tsx';
import { mailKey } from '../api/get-mail.ts';
import { removeMail } from '../api/save-mail.ts';

/** Forgets the mail server that was set here. */
export function RemoveMailCard({ onRemoved }: { onRemoved: (settings: MailSettings) => void }) {
  const client = useQueryClient();
  return (
    <Card>
      <CardTitle
        aside={
          <ConfirmButton
            words={<Trans>Take these settings away</Trans>}
            title={t`Take these settings away?`}
            description={t`Those of the server’s environment hold again. Without any, mail is kept in the outbox.`}
            act={t`Take them away`}
            keep={t`Keep them`}
            explain={(error) => (hasCode(error, 'not_configured') ? <MailIsNeeded /> : null)}
            send={async () => {
              const settings = await removeMail();
              client.setQueryData(mailKey, settings);
              onRemoved(settings);
            }}
            onDone={() => toast.success(t`The settings are gone.`)}
          />
        }
      >
        <Trans>Without this mail server</Trans>
      </CardTitle>
      <p className="text-soft">
        <Trans>Those of the server’s environment hold again. Without any, mail is kept in the outbox.</Trans>
      </p>
    </Card>
  );
}

function MailIsNeeded() {
  return (
    <Trans>
      Members must confirm their e-mail address, which needs mail.{' '}
      <Link to={paths.adminSettingsMembers} className="underline underline-offset-2">
        Switch that off first
      </Link>
    </Trans>
  );
}
