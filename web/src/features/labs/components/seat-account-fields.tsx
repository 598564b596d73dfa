import { t } from '@lingui/core/macro';
import type { UseFormReturn } from 'react-hook-form';
import { fieldWords } from '../../../lib/field-words.ts';
import { Field } from '../../../ui/field.tsx';
import { FormSection } from '../../../ui/form-section.tsx';
import { PlainInput } from '../../../ui/plain-input.tsx';
import type { SeatValues } from '../seat-values.ts';

type Props = { form: UseFormReturn<SeatValues>; isNew: boolean; inUse: number; recipe: string };

/** Who signs in at the lab. The password is only ever written: nothing can show it again. */
export function SeatAccountFields({ form, isNew, inUse, recipe }: Props) {
  const { errors } = form.formState;
  return (
    <FormSection title={t`The account`}>
      <Field
        label={t`User name at the lab`}
        error={fieldWords(errors.username, t`From 1 to 200 characters`)}
        hint={usernameHint(inUse, recipe)}
      >
        {(control) => (
          // Not a member's own account: nothing of the browser's store belongs here.
          <PlainInput {...control} maxLength={200} {...form.register('username')} />
        )}
      </Field>
      <Field
        label={isNew ? t`Password` : t`New password`}
        error={fieldWords(errors.password, t`From 1 to 500 characters`)}
        hint={
          isNew
            ? t`Kept encrypted and given to workers only. It is never shown again.`
            : t`Leave it empty to keep the present one, which cannot be shown.`
        }
      >
        {(control) => (
          <input
            {...control}
            type="password"
            autoComplete="new-password"
            maxLength={500}
            {...form.register('password')}
          />
        )}
      </Field>
      <Field label={t`Note (optional)`} error={fieldWords(errors.note, t`At most 500 characters`)}>
        {(control) => <input {...control} autoComplete="off" maxLength={500} {...form.register('note')} />}
      </Field>
    </FormSection>
  );
}

function usernameHint(inUse: number, recipe: string): string | undefined {
  if (inUse > 0) return t`It cannot be changed while machines run on it.`;
  if (recipe === 'jupyter')
    return t`Of this seat alone: whatever runs as this account is ended before and after each machine. At a single server the password is its token, which members can read: sell it to people you trust, and let only workers reach its address.`;
  return undefined;
}
