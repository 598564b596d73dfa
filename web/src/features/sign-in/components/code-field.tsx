import { t } from '@lingui/core/macro';
import type { ReactNode } from 'react';
import type { UseFormRegisterReturn } from 'react-hook-form';
import { type FormError, fieldWords } from '../../../lib/field-words.ts';
import { Field } from '../../../ui/field.tsx';

type CodeFieldProps = {
  kind: 'app' | 'recovery';
  error: FormError;
  /** Made by `register(name)`. */
  field: UseFormRegisterReturn;
  hint?: ReactNode;
};

/** The six digits of an authenticator app, or a recovery code; both may be pasted with spaces. */
export function CodeField({ kind, error, field, hint }: CodeFieldProps) {
  const isApp = kind === 'app';
  return (
    <Field
      label={isApp ? t`Code` : t`Recovery code`}
      hint={
        hint ??
        (isApp ? t`Six digits from your authenticator app.` : t`One of the ten you kept. It works once.`)
      }
      error={fieldWords(error, isApp ? t`Enter the six digits` : t`Ten letters and digits, like ABCDE-FGHJK`)}
    >
      {(control) => (
        <input
          {...control}
          {...field}
          className={`${control.className} font-mono tracking-widest`}
          autoComplete={isApp ? 'one-time-code' : 'off'}
          inputMode={isApp ? 'numeric' : 'text'}
          autoCapitalize={isApp ? 'none' : 'characters'}
          autoCorrect="off"
          spellCheck={false}
          maxLength={isApp ? 20 : 40}
        />
      )}
    </Field>
  );
}
