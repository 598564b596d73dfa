import type { EnrolmentToken } from '@coinslot/shared/http/admin-workers.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { EnrolForm } from './enrol-form.tsx';
import { EnrolmentShown } from './enrolment-shown.tsx';

/** Makes a token for a new worker and shows the command once. */
export function EnrolButton() {
  const [open, setOpen] = useState(false);
  const [token, setToken] = useState<EnrolmentToken | null>(null);
  function change(next: boolean): void {
    if (next) setToken(null);
    setOpen(next);
  }
  return (
    <>
      <Button look="coin" onClick={() => change(true)}>
        <Plus aria-hidden /> <Trans>Enrol a worker</Trans>
      </Button>
      <Dialog
        open={open}
        onOpenChange={change}
        title={token ? t`Run this on the worker’s host` : t`Enrol a worker`}
        description={
          token
            ? t`In a clone of this repository; it installs what is missing. The worker makes its own key there. This token works once.`
            : t`Makes a single-use token, good for 15 minutes. Name, slots and labels are fixed here, not by the worker.`
        }
      >
        {token ? (
          <EnrolmentShown token={token} onClose={() => change(false)} />
        ) : (
          <EnrolForm onMade={setToken} onClose={() => change(false)} />
        )}
      </Dialog>
    </>
  );
}
