import { type ReactNode, useId } from 'react';
import { classNames } from '../lib/class-names.ts';

export const inputLook =
  'block w-full min-h-11 rounded-xl border border-line-strong bg-panel px-3 py-2 text-base text-ink placeholder:text-soft aria-invalid:border-bad aria-invalid:ring-1 aria-invalid:ring-bad disabled:opacity-60';

/** What `Field` gives to its input. */
export type FieldControl = {
  id: string;
  'aria-invalid': boolean;
  'aria-describedby': string | undefined;
  className: string;
};

type FieldProps = {
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  className?: string;
  /** Draws the input with the given ids and classes. It is drawn after the parent: a `register` in here comes after those in the parent. */
  children: (control: FieldControl) => ReactNode;
};

/** Label, input, hint and error tied together for screen readers. */
export function Field({ label, hint, error, className, children }: FieldProps) {
  const id = useId();
  const hintId = `${id}-hint`;
  const errorId = `${id}-error`;
  const describedBy = [error ? errorId : '', hint ? hintId : ''].filter(Boolean).join(' ');
  return (
    <div className={classNames('space-y-1.5', className)}>
      <label htmlFor={id} className="block text-sm font-semibold">
        {label}
      </label>
      {children({
        id,
        'aria-invalid': Boolean(error),
        'aria-describedby': describedBy || undefined,
        className: inputLook,
      })}
      {error ? (
        <p id={errorId} role="alert" className="text-bad text-sm font-medium">
          {error}
        </p>
      ) : null}
      {hint ? (
        <p id={hintId} className="text-soft text-sm">
          {hint}
        </p>
      ) : null}
    </div>
  );
}
