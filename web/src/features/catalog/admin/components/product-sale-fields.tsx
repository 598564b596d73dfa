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
      title="Price and limits"
      hint={isNew ? undefined : 'Machines that were bought keep the terms they were bought with.'}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <NumberField
          label="Price in coins"
          max={1_000_000}
          error={fieldWords(errors.price, 'A whole number from 0 to 1,000,000')}
          field={form.register('price', numberValue)}
        />
        <NumberField
          label="Duration in minutes"
          min={1}
          max={43_200}
          error={fieldWords(errors.durationMinutes, 'A whole number from 1 to 43,200')}
          hint={<MinutesHint form={form} name="durationMinutes" />}
          field={form.register('durationMinutes', numberValue)}
        />
        <NumberField
          label="Stock (optional)"
          max={100_000}
          placeholder="As many as fit"
          error={fieldWords(errors.stock, 'A whole number from 0 to 100,000')}
          hint="How many may be active at once over all members."
          field={form.register('stock', numberValue)}
        />
        <NumberField
          label="Per member (optional)"
          min={1}
          max={1000}
          placeholder="No limit of its own"
          error={fieldWords(errors.perMemberMax, 'A whole number from 1 to 1,000')}
          hint="How many one member may have at once."
          field={form.register('perMemberMax', numberValue)}
        />
      </div>
      <CheckField
        label="Refund the unused time when a member stops early"
        hint="Time that we or the lab lose is refunded either way."
        {...form.register('refundsUnusedOnStop')}
      />
      <CheckField
        label="On sale"
        hint="Off, it is in nobody’s shop. It is sold only while its lab, a seat and a worker can serve it."
        {...form.register('onSale')}
      />
    </FormSection>
  );
}
