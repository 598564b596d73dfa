import type { AdminUser } from '@coinslot/shared/http/admin-users.ts';
import { useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { AdjustForm } from './adjust-form.tsx';

/** Opens the dialog that adds or removes a member's coins. */
export function AdjustButton({ user }: { user: AdminUser }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)} aria-label={`Adjust coins of ${user.name}`}>
        Adjust coins
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={`Adjust coins of ${user.name}`}
        description="Adds to or takes from what is there. The member sees it with your reason."
      >
        <AdjustForm user={user} onClose={() => setOpen(false)} />
      </Dialog>
    </>
  );
}
