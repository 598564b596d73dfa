import type { Lab } from '@coinslot/shared/http/admin-labs.ts';
import { t } from '@lingui/core/macro';
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
    <FormSection title={t`More time, and ends`}>
      <CheckField
        label={t`Members may buy more time`}
        checked={Boolean(extension)}
        disabled={!can.extends && !extension}
        hint={can.extends ? undefined : t`This lab cannot give a machine more time.`}
        onChange={(event) =>
          form.setValue('extension', event.target.checked ? startExtension(form) : null, {
            shouldDirty: true,
          })
        }
      />
      {extension ? (
        <div className="grid gap-4 sm:grid-cols-2">
          <NumberField
            label={t`Minutes of each extension`}
            min={1}
            max={43_200}
            error={fieldWords(errors.extension?.minutes, t`A whole number from 1 to 43,200`)}
            hint={<MinutesHint form={form} name="extension.minutes" />}
            field={form.register('extension.minutes', numberValue)}
          />
          <NumberField
            label={t`Coins for each extension`}
            max={1_000_000}
            error={fieldWords(errors.extension?.price, t`A whole number from 0 to 1,000,000`)}
            field={form.register('extension.price', numberValue)}
          />
        </div>
      ) : null}
      <div className="grid gap-4 sm:grid-cols-2">
        <NumberField
          label={t`Longest life in minutes (optional)`}
          min={1}
          max={43_200}
          placeholder={t`No limit`}
          error={fieldWords(errors.maxLifeMinutes, t`A whole number from 1 to 43,200`)}
          hint={t`With all extensions.`}
          field={form.register('maxLifeMinutes', numberValue)}
        />
        <NumberField
          label={t`End after idle minutes (optional)`}
          min={1}
          max={43_200}
          placeholder={t`Never`}
          error={fieldWords(errors.idleMinutes, t`A whole number from 1 to 43,200`)}
          hint={
            can.tellsActivity || idleMinutes
              ? t`When nobody used it for that long. The member is warned; the unused time is not refunded.`
              : t`This lab does not tell whether a machine is used.`
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
