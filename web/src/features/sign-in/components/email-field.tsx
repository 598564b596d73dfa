import { t } from '@lingui/core/macro';
import type { UseFormRegisterReturn } from 'react-hook-form';
import { type FormError, fieldWords } from '../../../lib/field-words.ts';
import { Field } from '../../../ui/field.tsx';

type EmailFieldProps = {
  error: FormError;
  /** Made by `register('email')`. */
  field: UseFormRegisterReturn;
  label?: string;
  hint?: string;
  autoComplete?: string;
};

export function EmailField({ error, field, label, hint, autoComplete = 'username' }: EmailFieldProps) {
  return (
    <Field
      label={label ?? t`E-mail`}
      hint={hint}
      error={fieldWords(error, t`Enter an e-mail address, like name@example.org`)}
    >
      {(control) => (
        <input
          {...control}
          type="email"
          autoComplete={autoComplete}
          inputMode="email"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={254}
          {...field}
        />
      )}
    </Field>
  );
}
