import type { AdminUser } from '@coinslot/shared/http/admin-users.ts';
import { t } from '@lingui/core/macro';
import { DialogButton } from '../../../ui/dialog-button.tsx';
import { AdjustForm } from './adjust-form.tsx';

/** Opens the dialog that adds or removes a member's coins. */
export function AdjustButton({ user }: { user: AdminUser }) {
  return (
    <DialogButton
      words={t`Adjust coins`}
      label={t`Adjust coins of ${user.name}`}
      title={t`Adjust coins of ${user.name}`}
      description={t`Adds to or takes from what is there. The member sees it with your reason.`}
    >
      {(close) => <AdjustForm user={user} onClose={close} />}
    </DialogButton>
  );
}
