import { type ComponentProps, type ReactNode, useId } from 'react';

type CheckFieldProps = Omit<ComponentProps<'input'>, 'type' | 'children'> & {
  label: string;
  hint?: ReactNode;
  type?: 'checkbox' | 'radio';
};

/** A box or a choice with its words beside it; the whole line can be pressed. */
export function CheckField({ label, hint, type = 'checkbox', ...input }: CheckFieldProps) {
  const id = useId();
  return (
    <div className="flex gap-3">
      <input
        {...input}
        id={id}
        type={type}
        aria-describedby={hint ? `${id}-hint` : undefined}
        className="accent-link mt-0.5 size-5 shrink-0"
      />
      <div className="min-w-0">
        <label htmlFor={id} className="font-semibold">
          {label}
        </label>
        {hint ? (
          <p id={`${id}-hint`} className="text-soft text-sm">
            {hint}
          </p>
        ) : null}
      </div>
    </div>
  );
}
