import type { Voucher } from '@coinslot/shared/http/admin-vouchers.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { ConfirmButton } from '../../../../ui/confirm-button.tsx';
import { editVoucher } from '../api/edit-voucher.ts';
import { vouchersKey } from '../api/list-vouchers.ts';

/** Stops a voucher at once, or opens it again. */
export function VoucherSwitch({ voucher }: { voucher: Voucher }) {
  const client = useQueryClient();
  const { id, name, note, startsAt, expiresAt, revision } = voucher;
  const send = (disabled: boolean) =>
    editVoucher(id, { name, note, startsAt, expiresAt, revision, disabled });
  const refresh = () => void client.invalidateQueries({ queryKey: vouchersKey });
  if (voucher.disabled) {
    return (
      <ConfirmButton
        look="plain"
        words={<Trans>Open again</Trans>}
        title={t`Open ${name} again?`}
        description={t`Its codes give coins again, as long as uses are left.`}
        act={t`Open it`}
        keep={t`Leave it`}
        send={() => send(false)}
        onDone={() => {
          toast.success(t`Voucher ${name} is open again.`);
          refresh();
        }}
      />
    );
  }
  return (
    <ConfirmButton
      words={<Trans>Disable</Trans>}
      label={t`Disable ${name}`}
      title={t`Disable ${name}?`}
      description={t`None of its codes gives coins any more, at once. What was redeemed stays with the members.`}
      act={t`Disable it`}
      keep={t`Leave it open`}
      send={() => send(true)}
      onDone={() => {
        toast.success(t`Voucher ${name} is disabled.`);
        refresh();
      }}
    />
  );
}
