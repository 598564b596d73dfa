import { t } from '@lingui/core/macro';
import type { UseFormReturn } from 'react-hook-form';
import { fieldWords } from '../../../lib/field-words.ts';
import { Field } from '../../../ui/field.tsx';
import { FormSection } from '../../../ui/form-section.tsx';
import { NumberField, numberValue } from '../../../ui/number-field.tsx';
import { PlainInput } from '../../../ui/plain-input.tsx';
import type { RoleValues, TypedRole } from '../role-values.ts';

type RoleHeadProps = {
  form: UseFormReturn<TypedRole, unknown, RoleValues>;
  isNew: boolean;
  ownRank: number;
};

/** What a role is called and how high it stands. */
export function RoleHead({ form, isNew, ownRank }: RoleHeadProps) {
  const { errors } = form.formState;
  const highest = ownRank - 1;
  // Registered before the fields below: of those that are wrong, the first in this order gets the focus.
  const name = isNew ? form.register('name') : null;
  const description = form.register('description');
  return (
    <FormSection title={t`The role`}>
      {name ? (
        <Field
          label={t`Name`}
          hint={t`Cannot be changed later.`}
          error={fieldWords(errors.name, t`2 to 40 lower-case letters, digits and hyphens`)}
        >
          {(control) => <PlainInput {...control} maxLength={40} {...name} />}
        </Field>
      ) : null}
      <Field
        label={t`Description (optional)`}
        error={fieldWords(errors.description, t`At most 300 characters`)}
      >
        {(control) => <input {...control} maxLength={300} {...description} />}
      </Field>
      <NumberField
        label={t`Rank`}
        hint={t`From 1 to ${highest}: below your own, which is ${ownRank}. Its holders act on those of a lower rank.`}
        error={fieldWords(errors.rank, t`A whole number from 1 to ${highest}`)}
        min={1}
        max={highest}
        className="max-w-48"
        field={form.register('rank', numberValue)}
      />
    </FormSection>
  );
}
