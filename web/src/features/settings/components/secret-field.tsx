import { t } from '@lingui/core/macro';
import type { UseFormRegisterReturn } from 'react-hook-form';
import { Field } from '../../../ui/field.tsx';

type SecretFieldProps = {
  label: string;
  /** One is kept already; an empty field leaves it. */
  isSet: boolean;
  hint?: string;
  error?: string | undefined;
  maxLength?: number;
  field: UseFormRegisterReturn;
};

/** A secret that is written here and never shown again. */
export function SecretField({ label, isSet, hint, error, maxLength = 500, field }: SecretFieldProps) {
  const kept = t`One is kept, encrypted. Empty: it stays.`;
  return (
    <Field label={label} hint={[isSet ? kept : '', hint ?? ''].filter(Boolean).join(' ')} error={error}>
      {(control) => (
        <input
          {...control}
          type="password"
          // The browser must not put the admin's own password here.
          autoComplete="new-password"
          spellCheck={false}
          maxLength={maxLength}
          placeholder={isSet ? '••••••••••••' : ''}
          {...field}
        />
      )}
    </Field>
  );
}
