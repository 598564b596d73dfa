import type { ReactNode } from 'react';
import type { UseFormRegisterReturn } from 'react-hook-form';
import { Field } from './field.tsx';

type NumberFieldProps = {
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  min?: number;
  max?: number;
  step?: number | 'any';
  placeholder?: string;
  className?: string;
  /** Made by `register(name, numberValue)`. */
  field: UseFormRegisterReturn;
};

/** Registers a number; an empty field is null. */
export const numberValue = {
  setValueAs: (value: unknown) =>
    value === '' || value === null || value === undefined ? null : Number(value),
} as const;

export function NumberField(props: NumberFieldProps) {
  const { label, hint, error, min = 0, max, step = 1, placeholder, className, field } = props;
  return (
    <Field label={label} hint={hint} error={error} {...(className ? { className } : {})}>
      {(control) => (
        <input
          {...control}
          type="number"
          inputMode={step === 1 ? 'numeric' : 'decimal'}
          autoComplete="off"
          min={min}
          max={max}
          step={step}
          placeholder={placeholder}
          {...field}
        />
      )}
    </Field>
  );
}
