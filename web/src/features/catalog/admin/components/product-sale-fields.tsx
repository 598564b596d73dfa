import { t } from '@lingui/core/macro';
import { fieldWords } from '../../../../lib/field-words.ts';
import { CheckField } from '../../../../ui/check-field.tsx';
import { FormSection } from '../../../../ui/form-section.tsx';
import { NumberField, numberValue } from '../../../../ui/number-field.tsx';
import type { ProductFormApi } from '../product-values.ts';
import { MinutesHint } from './minutes-hint.tsx';

type Props = { form: ProductFormApi; isNew: boolean };

/** What it costs, for how long, and how many there are. */
export function ProductSaleFields({ form, isNew }: Props) {
  const { errors } = form.formState;
  return (
    <FormSection
      title={t`Price and limits`}
      hint={isNew ? undefined : t`Machines that were bought keep the terms they were bought with.`}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <NumberField
          label={t`Price in coins`}
          max={1_000_000}
          error={fieldWords(errors.price, t`A whole number from 0 to 1,000,000`)}
          field={form.register('price', numberValue)}
        />
        <NumberField
          label={t`Duration in minutes`}
          min={1}
          max={43_200}
          error={fieldWords(errors.durationMinutes, t`A whole number from 1 to 43,200`)}
          hint={<MinutesHint form={form} name="durationMinutes" />}
          field={form.register('durationMinutes', numberValue)}
        />
        <NumberField
          label={t`Stock (optional)`}
          max={100_000}
          placeholder={t`As many as fit`}
          error={fieldWords(errors.stock, t`A whole number from 0 to 100,000`)}
          hint={t`How many may be active at once over all members.`}
          field={form.register('stock', numberValue)}
        />
        <NumberField
          label={t`Per member (optional)`}
          min={1}
          max={1000}
          placeholder={t`No limit of its own`}
          error={fieldWords(errors.perMemberMax, t`A whole number from 1 to 1,000`)}
          hint={t`How many one member may have at once.`}
          field={form.register('perMemberMax', numberValue)}
        />
      </div>
      <CheckField
        label={t`Refund the unused time when a member stops early`}
        hint={t`Time that we or the lab lose is refunded either way.`}
        {...form.register('refundsUnusedOnStop')}
      />
      <CheckField
        label={t`On sale`}
        hint={t`Off, it is in nobody’s shop. It is sold only while its lab, a seat and a worker can serve it.`}
        {...form.register('onSale')}
      />
    </FormSection>
  );
}
