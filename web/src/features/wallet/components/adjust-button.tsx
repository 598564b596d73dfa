import type { AdminUser } from '@coinslot/shared/http/admin-users.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { AdjustForm } from './adjust-form.tsx';

/** Opens the dialog that adds or removes a member's coins. */
export function AdjustButton({ user }: { user: AdminUser }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)} aria-label={t`Adjust coins of ${user.name}`}>
        <Trans>Adjust coins</Trans>
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={t`Adjust coins of ${user.name}`}
        description={t`Adds to or takes from what is there. The member sees it with your reason.`}
      >
        <AdjustForm user={user} onClose={() => setOpen(false)} />
      </Dialog>
    </>
  );
}
