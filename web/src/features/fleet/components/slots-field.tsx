import { t } from '@lingui/core/macro';
import type { UseFormRegisterReturn } from 'react-hook-form';
import { type FormError, fieldWords } from '../../../lib/field-words.ts';
import { Field } from '../../../ui/field.tsx';

/** How many machines a worker carries at once. `field` is made by `register('capacity', { valueAsNumber: true })`. */
export function SlotsField({ error, field }: { error: FormError; field: UseFormRegisterReturn }) {
  return (
    <Field label={t`Slots`} error={fieldWords(error, t`A whole number from 1 to 64`)}>
      {(control) => <input {...control} type="number" min={1} max={64} {...field} />}
    </Field>
  );
}
