import type { VoucherDraft } from '@coinslot/shared/http/admin-vouchers.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { type UseFormReturn, useWatch } from 'react-hook-form';
import { fieldWords } from '../../../../lib/field-words.ts';
import { formatCoins } from '../../../../lib/format.ts';
import { CheckField } from '../../../../ui/check-field.tsx';
import { Field } from '../../../../ui/field.tsx';
import { FormSection } from '../../../../ui/form-section.tsx';
import { NumberField, numberValue } from '../../../../ui/number-field.tsx';
import { PeriodFields } from '../../../../ui/period-fields.tsx';
import { PlainInput } from '../../../../ui/plain-input.tsx';
import type { TypedVoucher } from '../new-voucher-values.ts';

export type NewVoucherFormState = UseFormReturn<TypedVoucher, unknown, VoucherDraft>;

/** The parts of the form of a new voucher. */
export function NewVoucherFields({ form }: { form: NewVoucherFormState }) {
  const { errors } = form.formState;
  // Registered before the fields below: of those that are wrong, the first in this order gets the focus.
  const name = form.register('name');
  const note = form.register('note');
  return (
    <>
      <FormSection title={t`The voucher`}>
        <Field
          label={t`Name`}
          hint={t`Members read it when they redeem a code.`}
          error={fieldWords(errors.name, t`From 1 to 80 characters`)}
        >
          {(control) => <input {...control} autoComplete="off" maxLength={80} {...name} />}
        </Field>
        <Field
          label={t`Note (optional)`}
          hint={t`For admins alone.`}
          error={fieldWords(errors.note, t`At most 500 characters`)}
        >
          {(control) => <textarea {...control} rows={2} maxLength={500} {...note} />}
        </Field>
        <NumberField
          label={t`Coins for each redemption`}
          hint={t`They become earned coins.`}
          error={fieldWords(errors.coins, t`A whole number from 1 to 1,000,000`)}
          min={1}
          className="max-w-60"
          field={form.register('coins', numberValue)}
        />
      </FormSection>
      <CodeFields form={form} />
      <FormSection title={t`When`}>
        <div className="grid gap-4 sm:grid-cols-2">
          <PeriodFields
            from={{ error: errors.startsAt, field: form.register('startsAt') }}
            until={{ error: errors.expiresAt, field: form.register('expiresAt') }}
          />
        </div>
      </FormSection>
    </>
  );
}

function CodeFields({ form }: { form: NewVoucherFormState }) {
  const { errors } = form.formState;
  const kind = useWatch({ control: form.control, name: 'kind' });
  return (
    <FormSection title={t`Codes`}>
      <fieldset className="space-y-3">
        <legend className="sr-only">
          <Trans>Codes</Trans>
        </legend>
        <CheckField
          type="radio"
          label={t`Many codes, made at random`}
          hint={t`For single members, printed cards, prizes.`}
          value="generated"
          {...form.register('kind')}
        />
        <CheckField
          type="radio"
          label={t`One code of your own`}
          hint={t`For an event or a newsletter. It can be guessed: keep the number of uses small.`}
          value="chosen"
          {...form.register('kind')}
        />
      </fieldset>
      {kind === 'generated' ? (
        <NumberField
          label={t`How many codes`}
          error={fieldWords(errors.count, t`A whole number from 1 to 5,000`)}
          min={1}
          max={5000}
          className="max-w-60"
          field={form.register('count', numberValue)}
        />
      ) : (
        <Field
          label={t`The code`}
          hint={t`Capitals, spaces and hyphens do not matter.`}
          error={fieldWords(errors.code, t`Five or more letters and digits, at most 32 characters`)}
        >
          {(control) => (
            <PlainInput
              {...control}
              className={`${control.className} font-mono`}
              autoCapitalize="characters"
              maxLength={32}
              {...form.register('code')}
            />
          )}
        </Field>
      )}
      <div className="grid gap-4 sm:grid-cols-2">
        <NumberField
          label={t`Uses of each code`}
          hint={t`By all members together.`}
          error={fieldWords(errors.totalUses, t`A whole number from 1 to 1,000,000`)}
          min={1}
          field={form.register('totalUses', numberValue)}
        />
        <NumberField
          label={t`Uses of one member`}
          hint={t`All codes of this voucher together.`}
          error={fieldWords(errors.usesPerMember, t`A whole number from 1 to 1,000`)}
          min={1}
          field={form.register('usesPerMember', numberValue)}
        />
      </div>
      <Cost form={form} />
    </FormSection>
  );
}

/** The most that the voucher can cost, said before it is made. */
function Cost({ form }: { form: NewVoucherFormState }) {
  const [coins, kind, count, totalUses] = useWatch({
    control: form.control,
    name: ['coins', 'kind', 'count', 'totalUses'],
  });
  const most = (coins ?? 0) * (kind === 'chosen' ? 1 : (count ?? 0)) * (totalUses ?? 0);
  if (!Number.isSafeInteger(most) || most <= 0) return null;
  const words = formatCoins(most);
  return (
    <p role="status" className="bg-sunk rounded-xl px-4 py-2.5">
      <Trans>
        At most <strong>{words}</strong> are given out by it.
      </Trans>
    </p>
  );
}
