import { t } from '@lingui/core/macro';
import type { UseFormRegisterReturn } from 'react-hook-form';
import { type FormError, fieldWords } from '../lib/field-words.ts';
import { MomentField } from './moment-field.tsx';

/** One end of the period: `field` is made by `register(name)`. */
type PeriodEnd = { error: FormError; field: UseFormRegisterReturn };

/** From when until when something holds; both may be left empty. */
export function PeriodFields({ from, until }: { from: PeriodEnd; until: PeriodEnd }) {
  return (
    <>
      <MomentField
        label={t`From (empty: at once)`}
        error={fieldWords(from.error, t`A date and a time`)}
        field={from.field}
      />
      <MomentField
        label={t`Until (empty: no end)`}
        error={fieldWords(until.error, t`After the beginning`)}
        field={until.field}
      />
    </>
  );
}
