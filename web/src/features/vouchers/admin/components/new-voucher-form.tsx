import type { VoucherDraft } from '@coinslot/shared/http/admin-vouchers.ts';
import { zodResolver } from '@hookform/resolvers/zod';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useNavigate } from 'react-router';
import { toast } from 'sonner';
import { paths } from '../../../../app/paths.ts';
import { applyFieldErrors } from '../../../../lib/apply-field-errors.ts';
import { useAct } from '../../../../lib/use-act.ts';
import { LeaveGuard } from '../../../../ui/leave-guard.tsx';
import { Notice } from '../../../../ui/notice.tsx';
import { SaveOrCancel } from '../../../../ui/save-or-cancel.tsx';
import { createVoucher } from '../api/create-voucher.ts';
import { vouchersKey } from '../api/list-vouchers.ts';
import { NewVoucherValues, type TypedVoucher, emptyVoucher } from '../new-voucher-values.ts';
import { NewVoucherFields } from './new-voucher-fields.tsx';

const names = [
  'name',
  'note',
  'coins',
  'count',
  'code',
  'totalUses',
  'usesPerMember',
  'startsAt',
  'expiresAt',
] as const;

/** Makes a voucher: one code that was chosen, or many at random. */
export function NewVoucherForm() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [refusal, setRefusal] = useState<string | null>(null);
  const form = useForm<TypedVoucher, unknown, VoucherDraft>({
    resolver: zodResolver(NewVoucherValues),
    defaultValues: emptyVoucher,
  });
  const act = useAct({
    send: createVoucher,
    onDone: (voucher) => {
      toast.success(t`Voucher ${voucher.name} is made.`);
      void client.invalidateQueries({ queryKey: vouchersKey });
      void navigate(paths.adminVoucher(voucher.id));
    },
    onFailed: (error) =>
      setRefusal(
        applyFieldErrors(error, [...names, 'codes.code', 'codes.count'], (name, remark) =>
          form.setError(name === 'codes.code' ? 'code' : name === 'codes.count' ? 'count' : name, remark),
        ),
      ),
  });
  return (
    <form
      noValidate
      className="max-w-2xl space-y-4"
      onSubmit={(event) => void form.handleSubmit(act.run)(event)}
    >
      <LeaveGuard when={form.formState.isDirty && !act.data} />
      <NewVoucherFields form={form} />
      {refusal ? <Notice tone="bad">{refusal}</Notice> : null}
      <SaveOrCancel cancelTo={paths.adminVouchers} pending={act.isPending}>
        <Trans>Create the voucher</Trans>
      </SaveOrCancel>
    </form>
  );
}
