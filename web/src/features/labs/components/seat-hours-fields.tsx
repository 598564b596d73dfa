import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { type UseFormReturn, useWatch } from 'react-hook-form';
import { fieldWords } from '../../../lib/field-words.ts';
import { CheckField } from '../../../ui/check-field.tsx';
import { Field } from '../../../ui/field.tsx';
import { FormSection } from '../../../ui/form-section.tsx';
import { HoursEditor } from '../hours/hours-editor.tsx';
import { type SeatValues, timeZones } from '../seat-values.ts';

/** When a seat may be used. */
export function SeatHoursFields({ form }: { form: UseFormReturn<SeatValues> }) {
  const { errors } = form.formState;
  const always = useWatch({ control: form.control, name: 'always' });
  const choose = (next: boolean) => form.setValue('always', next, { shouldDirty: true });
  return (
    <FormSection title={t`Hours`} hint={t`A machine is only started when its whole time fits into them.`}>
      <div role="radiogroup" aria-label={t`Hours`} className="space-y-2">
        <CheckField
          type="radio"
          name="always"
          label={t`At any time`}
          checked={always}
          onChange={() => choose(true)}
        />
        <CheckField
          type="radio"
          name="always"
          label={t`Only at these times`}
          checked={!always}
          onChange={() => choose(false)}
        />
      </div>
      {errors.always ? (
        <p role="alert" className="text-bad text-sm font-medium">
          <Trans>Add at least one time, or choose any time.</Trans>
        </p>
      ) : null}
      {errors.windows?.root || typeof errors.windows?.message === 'string' ? (
        <p role="alert" className="text-bad text-sm font-medium">
          {errors.windows.message ?? t`At most 50 times`}
        </p>
      ) : null}
      {always ? null : (
        <>
          <HoursEditor form={form} />
          <p className="text-soft text-sm">
            <Trans>00:00 as an end is midnight. For a night, add a time on both days.</Trans>
          </p>
          <Field label={t`Time zone`} error={fieldWords(errors.timeZone, t`Choose one`)}>
            {(control) => (
              <select {...control} {...form.register('timeZone')}>
                {timeZones().map((zone) => (
                  <option key={zone} value={zone}>
                    {zone.replaceAll('_', ' ')}
                  </option>
                ))}
              </select>
            )}
          </Field>
        </>
      )}
    </FormSection>
  );
}
