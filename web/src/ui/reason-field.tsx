import { t } from '@lingui/core/macro';
import type { UseFormRegisterReturn } from 'react-hook-form';
import { type FormError, fieldWords } from '../lib/field-words.ts';
import { Field } from './field.tsx';

/** Why an admin does something. `field` is made by `register('reason')`. */
export function ReasonField({ error, field }: { error: FormError; field: UseFormRegisterReturn }) {
  return (
    <Field
      label={t`Reason`}
      error={fieldWords(error, t`At least 3 characters`)}
      hint={t`Kept in the audit log.`}
    >
      {(control) => <input {...control} maxLength={500} {...field} />}
    </Field>
  );
}
