import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useId } from 'react';
import type { UseFormRegisterReturn } from 'react-hook-form';
import { paths } from '../../../app/paths.ts';
import { type FormError, fieldWords } from '../../../lib/field-words.ts';
import { TermsLink } from './terms-link.tsx';

type TermsFieldProps = {
  error: FormError;
  /** Made by `register('termsAccepted')`. */
  field: UseFormRegisterReturn;
};

/** The house's terms are agreed to before there is an account. */
export function TermsField({ error, field }: TermsFieldProps) {
  const id = useId();
  const words = fieldWords(error, t`Read the terms and agree to them`);
  return (
    <div className="space-y-1.5">
      <div className="flex gap-3">
        <input
          {...field}
          id={id}
          type="checkbox"
          aria-invalid={Boolean(words)}
          aria-describedby={words ? `${id}-error` : undefined}
          className="accent-link mt-0.5 size-5 shrink-0"
        />
        <label htmlFor={id}>
          <Trans>
            I have read the <TermsLink to={paths.terms}>terms</TermsLink> and{' '}
            <TermsLink to={paths.privacy}>what happens to my data</TermsLink>, and agree.
          </Trans>
        </label>
      </div>
      {words ? (
        <p id={`${id}-error`} role="alert" className="text-bad text-sm font-medium">
          {words}
        </p>
      ) : null}
    </div>
  );
}
