import { t } from '@lingui/core/macro';
import type { UseFormRegisterReturn } from 'react-hook-form';
import { type FormError, fieldWords } from '../lib/field-words.ts';
import { Field } from './field.tsx';
import { PlainInput } from './plain-input.tsx';

/** A name that also stands in commands and addresses, as pools and workers have. `field` is made by `register('name')`. */
export function PlainNameField({ error, field }: { error: FormError; field: UseFormRegisterReturn }) {
  return (
    <Field
      label={t`Name`}
      error={fieldWords(error, t`Lower-case letters, digits and hyphens, at most 63`)}
      hint={t`Lower-case letters, digits and hyphens.`}
    >
      {(control) => <PlainInput {...control} {...field} />}
    </Field>
  );
}
