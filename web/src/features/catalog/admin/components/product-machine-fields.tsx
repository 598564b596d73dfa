import { ProductAttributes } from '@coinslot/shared/http/products.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useWatch } from 'react-hook-form';
import { fieldWords } from '../../../../lib/field-words.ts';
import { CheckField } from '../../../../ui/check-field.tsx';
import { Field } from '../../../../ui/field.tsx';
import { FormSection } from '../../../../ui/form-section.tsx';
import { NumberField, numberValue } from '../../../../ui/number-field.tsx';
import type { ProductFormApi } from '../product-values.ts';

const sizes = ProductAttributes.shape.size.unwrap().unwrap().options;

/** How big the machine is; the shop shows and filters by it. */
export function ProductMachineFields({ form }: { form: ProductFormApi }) {
  const errors = form.formState.errors.attributes;
  const gpu = useWatch({ control: form.control, name: 'attributes.gpu' });
  return (
    <FormSection
      title={t`The machine`}
      hint={t`What members read in the shop. Leave empty what you do not know.`}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t`Size`} error={fieldWords(errors?.size, t`Choose one`)}>
          {(control) => (
            <select
              {...control}
              {...form.register('attributes.size', { setValueAs: (value) => value || null })}
            >
              <option value="">
                <Trans>Not said</Trans>
              </option>
              {sizes.map((size) => (
                <option key={size} value={size}>
                  {size.toUpperCase()}
                </option>
              ))}
            </select>
          )}
        </Field>
        <NumberField
          label={t`CPUs`}
          step="any"
          max={1024}
          error={fieldWords(errors?.cpus, t`A number above 0, at most 1,024`)}
          field={form.register('attributes.cpus', numberValue)}
        />
        <NumberField
          label={t`Memory in MB`}
          min={1}
          error={fieldWords(errors?.memoryMb, t`A whole number above 0`)}
          hint={t`1,024 to the GB.`}
          field={form.register('attributes.memoryMb', numberValue)}
        />
        <NumberField
          label={t`Disk in MB`}
          min={1}
          error={fieldWords(errors?.diskMb, t`A whole number above 0`)}
          field={form.register('attributes.diskMb', numberValue)}
        />
      </div>
      <CheckField
        label={t`It has a GPU`}
        checked={Boolean(gpu)}
        onChange={(event) =>
          form.setValue(
            'attributes.gpu',
            event.target.checked ? { model: '', count: 1, memoryMb: null } : null,
            {
              shouldDirty: true,
            },
          )
        }
      />
      {gpu ? (
        <div className="grid gap-4 sm:grid-cols-3">
          <Field label={t`GPU model`} error={fieldWords(errors?.gpu?.model, t`From 1 to 60 characters`)}>
            {(control) => (
              <input
                {...control}
                autoComplete="off"
                maxLength={60}
                {...form.register('attributes.gpu.model')}
              />
            )}
          </Field>
          <NumberField
            label={t`GPUs`}
            min={1}
            max={16}
            error={fieldWords(errors?.gpu?.count, t`A whole number from 1 to 16`)}
            field={form.register('attributes.gpu.count', numberValue)}
          />
          <NumberField
            label={t`GPU memory in MB`}
            min={1}
            error={fieldWords(errors?.gpu?.memoryMb, t`A whole number above 0`)}
            field={form.register('attributes.gpu.memoryMb', numberValue)}
          />
        </div>
      ) : null}
    </FormSection>
  );
}
