import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Ticket } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { RedeemForm } from './redeem-form.tsx';

/** Opens the field for a voucher's code. */
export function RedeemButton() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <Ticket aria-hidden /> <Trans>Redeem a voucher</Trans>
      </Button>
      <Dialog open={open} onOpenChange={setOpen} title={t`Redeem a voucher`}>
        <RedeemForm />
      </Dialog>
    </>
  );
}
