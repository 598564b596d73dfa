import { t } from '@lingui/core/macro';
import type { UseFormReturn } from 'react-hook-form';
import { fieldWords } from '../../../lib/field-words.ts';
import { FormSection } from '../../../ui/form-section.tsx';
import { NumberField, numberValue } from '../../../ui/number-field.tsx';
import type { SeatValues } from '../seat-values.ts';

type Props = { form: UseFormReturn<SeatValues>; inUse: number };

/** How much a seat may carry. */
export function SeatLimitFields({ form, inUse }: Props) {
  const { errors } = form.formState;
  return (
    <FormSection title={t`Limits`} hint={t`What the lab allows this account. Empty means no limit.`}>
      <div className="grid gap-4 sm:grid-cols-2">
        <NumberField
          label={t`Machines at once`}
          min={1}
          max={1000}
          error={fieldWords(errors.maxConcurrent, t`A whole number from 1 to 1,000`)}
          hint={
            inUse > 0 ? t`${inUse} now. Fewer than that lets what runs go on and starts no more.` : undefined
          }
          field={form.register('maxConcurrent', numberValue)}
        />
        <NumberField
          label={t`Uses in all (optional)`}
          max={1_000_000}
          placeholder={t`No limit`}
          error={fieldWords(errors.maxUses, t`A whole number from 0 to 1,000,000`)}
          field={form.register('maxUses', numberValue)}
        />
        <NumberField
          label={t`Longest machine in minutes (optional)`}
          min={1}
          max={43_200}
          placeholder={t`No limit`}
          error={fieldWords(errors.maxMinutes, t`A whole number from 1 to 43,200`)}
          field={form.register('maxMinutes', numberValue)}
        />
        <NumberField
          label={t`Rest after each machine in minutes`}
          max={10_080}
          error={fieldWords(errors.cooldownMinutes, t`A whole number from 0 to 10,080`)}
          field={form.register('cooldownMinutes', numberValue)}
        />
      </div>
    </FormSection>
  );
}
