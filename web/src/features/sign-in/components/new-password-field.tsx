import { t } from '@lingui/core/macro';
import type { UseFormRegisterReturn } from 'react-hook-form';
import { type FormError, fieldWords } from '../../../lib/field-words.ts';
import { PasswordField } from './password-field.tsx';

type NewPasswordFieldProps = {
  label: string;
  error: FormError;
  /** Made by `register(name)`. */
  field: UseFormRegisterReturn;
};

/** A password that is chosen now. */
export function NewPasswordField({ label, error, field }: NewPasswordFieldProps) {
  return (
    <PasswordField
      label={label}
      autoComplete="new-password"
      hint={t`At least 10 characters. A few random words are fine.`}
      error={fieldWords(error, t`From 10 to 200 characters`)}
      {...field}
    />
  );
}
