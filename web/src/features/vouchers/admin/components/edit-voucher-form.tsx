import { EditVoucherRequest, type Voucher } from '@coinslot/shared/http/admin-vouchers.ts';
import { zodResolver } from '@hookform/resolvers/zod';
import { msg, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { toast } from 'sonner';
import { z } from 'zod';
import { fieldWords } from '../../../../lib/field-words.ts';
import { readMoment, typeMoment } from '../../../../lib/local-time.ts';
import { useSave } from '../../../../lib/use-save.ts';
import { Button } from '../../../../ui/button.tsx';
import { Field } from '../../../../ui/field.tsx';
import { FormActions, FormSection } from '../../../../ui/form-section.tsx';
import { LeaveGuard } from '../../../../ui/leave-guard.tsx';
import { PeriodFields } from '../../../../ui/period-fields.tsx';
import { SaveNotices } from '../../../../ui/save-notices.tsx';
import { editVoucher } from '../api/edit-voucher.ts';
import { vouchersKey } from '../api/list-vouchers.ts';

const { name, note } = EditVoucherRequest.shape;
const moment = z.string().transform(readMoment);
const VoucherValues = z
  .object({ name, note, startsAt: moment, expiresAt: moment })
  .refine(({ startsAt, expiresAt }) => !startsAt || !expiresAt || startsAt < expiresAt, {
    path: ['expiresAt'],
  });
type TypedValues = z.input<typeof VoucherValues>;
type VoucherValues = z.output<typeof VoucherValues>;

type EditVoucherFormProps = { voucher: Voucher; reload: () => Promise<Voucher | undefined> };

/** What of a voucher can be changed later: not what it gives, nor how often. */
export function EditVoucherForm({ voucher, reload }: EditVoucherFormProps) {
  const [opened, setOpened] = useState(voucher);
  // Switching it off beside the form is not somebody else's change.
  const based = opened.revision < voucher.revision && isSame(opened, voucher) ? voucher : opened;
  return <Fields key={based.revision} voucher={based} reload={reload} onOpen={setOpened} />;
}

function isSame(one: Voucher, other: Voucher): boolean {
  const fields = ['name', 'note', 'startsAt', 'expiresAt'] as const;
  return fields.every((field) => one[field] === other[field]);
}

function Fields({ voucher, reload, onOpen }: EditVoucherFormProps & { onOpen: (voucher: Voucher) => void }) {
  const client = useQueryClient();
  const form = useForm<TypedValues, unknown, VoucherValues>({
    resolver: zodResolver(VoucherValues),
    defaultValues: {
      name: voucher.name,
      note: voucher.note,
      startsAt: typeMoment(voucher.startsAt),
      expiresAt: typeMoment(voucher.expiresAt),
    },
  });
  const { errors, isDirty } = form.formState;
  const save = useSave<VoucherValues, Voucher, keyof VoucherValues>({
    item: voucher,
    send: (values, revision) =>
      editVoucher(voucher.id, {
        ...values,
        disabled: voucher.disabled !== null,
        revision: revision ?? voucher.revision,
      }),
    reload,
    names: ['name', 'note', 'startsAt', 'expiresAt'],
    setError: form.setError,
    refresh: () => client.invalidateQueries({ queryKey: vouchersKey }),
    onSaved: (saved) => {
      toast.success(t`Voucher ${saved.name} is saved.`);
      onOpen(saved);
    },
  });
  return (
    <form noValidate className="space-y-4" onSubmit={(event) => void form.handleSubmit(save.run)(event)}>
      <LeaveGuard when={isDirty} />
      <FormSection title={t`Change it`} hint={t`What it gives and how often stays as it was made.`}>
        <Field label={t`Name`} error={fieldWords(errors.name, t`From 1 to 80 characters`)}>
          {(control) => <input {...control} autoComplete="off" maxLength={80} {...form.register('name')} />}
        </Field>
        <Field label={t`Note (optional)`} error={fieldWords(errors.note, t`At most 500 characters`)}>
          {(control) => <textarea {...control} rows={2} maxLength={500} {...form.register('note')} />}
        </Field>
        <PeriodFields
          from={{ error: errors.startsAt, field: form.register('startsAt') }}
          until={{ error: errors.expiresAt, field: form.register('expiresAt') }}
        />
        <SaveNotices
          save={save}
          item={voucher}
          labels={{
            name: msg`Name`,
            note: msg`Note`,
            startsAt: msg`From`,
            expiresAt: msg`Until`,
            disabled: msg`Disabled`,
          }}
          onLoadNewer={onOpen}
        />
        <FormActions>
          <Button type="submit" look="coin" pending={save.isPending}>
            <Trans>Save the voucher</Trans>
          </Button>
        </FormActions>
      </FormSection>
    </form>
  );
}
