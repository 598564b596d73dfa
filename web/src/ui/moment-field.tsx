import { t } from '@lingui/core/macro';
import type { ReactNode } from 'react';
import type { UseFormRegisterReturn } from 'react-hook-form';
import { Field } from './field.tsx';

type MomentFieldProps = {
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  /** Made by `register(name)`; its value is a text as of lib/local-time.ts. */
  field: UseFormRegisterReturn;
};

/** A date with a time, in the reader's own time zone. */
export function MomentField({ label, hint, error, field }: MomentFieldProps) {
  const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <Field label={label} hint={hint ?? t`In your time zone, ${zone}.`} error={error}>
      {(control) => <input {...control} type="datetime-local" {...field} />}
    </Field>
  );
}
