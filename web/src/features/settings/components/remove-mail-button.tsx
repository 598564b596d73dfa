import type { MailSettings } from '@coinslot/shared/http/admin-mail.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { ConfirmButton } from '../../../ui/confirm-button.tsx';
import { mailKey } from '../api/get-mail.ts';
import { removeMail } from '../api/save-mail.ts';

/** Forgets the mail server that was set here. */
export function RemoveMailButton({ onRemoved }: { onRemoved: (settings: MailSettings) => void }) {
  const client = useQueryClient();
  return (
    <ConfirmButton
      words={<Trans>Take these settings away</Trans>}
      title={t`Take these settings away?`}
      description={t`Those of the server’s environment hold again. Without any, mail is kept in the outbox.`}
      act={t`Take them away`}
      keep={t`Keep them`}
      send={async () => {
        const settings = await removeMail();
        client.setQueryData(mailKey, settings);
        onRemoved(settings);
      }}
      onDone={() => toast.success(t`The settings are gone.`)}
    />
  );
}
