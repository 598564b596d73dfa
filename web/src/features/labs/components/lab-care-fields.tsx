import { t } from '@lingui/core/macro';
import { fieldWords } from '../../../lib/field-words.ts';
import { CheckField } from '../../../ui/check-field.tsx';
import { Field } from '../../../ui/field.tsx';
import { FormSection } from '../../../ui/form-section.tsx';
import { NumberField, numberValue } from '../../../ui/number-field.tsx';
import { PlainInput } from '../../../ui/plain-input.tsx';
import type { LabFormApi } from '../lab-values.ts';

type LabCareFieldsProps = { form: LabFormApi; isPermitted: boolean };

/** How the lab is looked after: what a person does by hand, what is tried by itself, and what the browser says of itself. */
export function LabCareFields({ form, isPermitted }: LabCareFieldsProps) {
  const { errors } = form.formState;
  return (
    <FormSection title={t`Care`}>
      <div className="grid gap-4 sm:grid-cols-2">
        <NumberField
          label={t`Wait for a person in minutes`}
          max={60}
          error={fieldWords(errors.operatorWaitMinutes, t`A whole number from 0 to 60`)}
          hint={t`When the lab asks for new terms or a second factor, its page is kept so long for you. 0 = never. A human check is never solved.`}
          field={form.register('operatorWaitMinutes', numberValue)}
        />
        <NumberField
          label={t`Canary every … minutes (optional)`}
          min={5}
          max={10_080}
          placeholder={t`None by schedule`}
          error={fieldWords(errors.canaryEveryMinutes, t`A whole number from 5 to 10,080`)}
          hint={t`A machine without an owner is brought up on each seat and ended at once: it shows whether the lab works.`}
          field={form.register('canaryEveryMinutes', numberValue)}
        />
      </div>
      <Field
        label={t`Template of canaries (optional)`}
        error={fieldWords(errors.canaryTemplate, t`At most 200 characters`)}
        hint={t`What a canary asks the lab for. Empty: the template of the cheapest product on sale.`}
      >
        {(control) => <PlainInput {...control} maxLength={200} {...form.register('canaryTemplate')} />}
      </Field>
      <CheckField
        label={t`Stealth: the browser does not say that it is automated`}
        hint={
          isPermitted
            ? t`Only where the owner of the console permits automation, and a general wall against robots stops any browser without a window.`
            : t`Only with a permission record: save the lab first, and record by what right it is automated.`
        }
        {...form.register('stealth')}
        disabled={!isPermitted}
      />
    </FormSection>
  );
}
