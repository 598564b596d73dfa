import type { Lab } from '@coinslot/shared/http/admin-labs.ts';
import { useWatch } from 'react-hook-form';
import { fieldWords } from '../../../../lib/field-words.ts';
import { CheckField } from '../../../../ui/check-field.tsx';
import { FormSection } from '../../../../ui/form-section.tsx';
import { NumberField, numberValue } from '../../../../ui/number-field.tsx';
import { type ProductFormApi, labAbilities } from '../product-values.ts';
import { MinutesHint } from './minutes-hint.tsx';

type Props = { form: ProductFormApi; labs: readonly Lab[] };

/** More time, and when a machine ends by itself. What the lab cannot do is not offered. */
export function ProductTimeFields({ form, labs }: Props) {
  const { errors } = form.formState;
  const [extension, labId, idleMinutes] = useWatch({
    control: form.control,
    name: ['extension', 'labId', 'idleMinutes'],
  });
  const can = labAbilities(labs.find(({ id }) => id === labId));
  return (
    <FormSection title="More time, and ends">
      <CheckField
        label="Members may buy more time"
        checked={Boolean(extension)}
        disabled={!can.extends && !extension}
        hint={can.extends ? undefined : 'This lab cannot give a machine more time.'}
        onChange={(event) =>
          form.setValue('extension', event.target.checked ? startExtension(form) : null, {
            shouldDirty: true,
          })
        }
      />
      {extension ? (
        <div className="grid gap-4 sm:grid-cols-2">
          <NumberField
            label="Minutes of each extension"
            min={1}
            max={43_200}
            error={fieldWords(errors.extension?.minutes, 'A whole number from 1 to 43,200')}
            hint={<MinutesHint form={form} name="extension.minutes" />}
            field={form.register('extension.minutes', numberValue)}
          />
          <NumberField
            label="Coins for each extension"
            max={1_000_000}
            error={fieldWords(errors.extension?.price, 'A whole number from 0 to 1,000,000')}
            field={form.register('extension.price', numberValue)}
          />
        </div>
      ) : null}
      <div className="grid gap-4 sm:grid-cols-2">
        <NumberField
          label="Longest life in minutes (optional)"
          min={1}
          max={43_200}
          placeholder="No limit"
          error={fieldWords(errors.maxLifeMinutes, 'A whole number from 1 to 43,200')}
          hint="With all extensions."
          field={form.register('maxLifeMinutes', numberValue)}
        />
        <NumberField
          label="End after idle minutes (optional)"
          min={1}
          max={43_200}
          placeholder="Never"
          error={fieldWords(errors.idleMinutes, 'A whole number from 1 to 43,200')}
          hint={
            can.tellsActivity || idleMinutes
              ? 'When nobody used it for that long. The member is warned; the unused time is not refunded.'
              : 'This lab does not tell whether a machine is used.'
          }
          field={form.register('idleMinutes', numberValue)}
        />
      </div>
    </FormSection>
  );
}

/** Half the product's time for half its price: a start to change. */
function startExtension(form: ProductFormApi): { minutes: number; price: number } {
  const { durationMinutes, price } = form.getValues();
  return { minutes: Math.max(1, Math.round(durationMinutes / 2)), price: Math.ceil(price / 2) };
}
