import { t } from '@lingui/core/macro';
import type { UseFormRegisterReturn } from 'react-hook-form';
import { type FormError, fieldWords } from '../../../lib/field-words.ts';
import { Field } from '../../../ui/field.tsx';
import { PlainInput } from '../../../ui/plain-input.tsx';
import { say } from '../../../words/say.ts';
import { typedLabelsRefusal } from '../typed-labels.ts';

type LabelsFieldProps = {
  error: FormError;
  /** What the labels do here, after how they are typed. */
  effect?: string;
  /** Made by `register('labels')`. */
  field: UseFormRegisterReturn;
};

/** Labels as one text (see TypedLabels). */
export function LabelsField({ error, effect = '', field }: LabelsFieldProps) {
  return (
    <Field
      label={t`Labels (optional)`}
      error={fieldWords(error, say(typedLabelsRefusal))}
      hint={[t`Parted by commas, e.g. linux, eu.`, effect].join(' ')}
    >
      {(control) => <PlainInput {...control} {...field} />}
    </Field>
  );
}
