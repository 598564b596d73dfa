import type { Lab } from '@coinslot/shared/http/admin-labs.ts';
import type { Pool } from '@coinslot/shared/http/admin-pools.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useId } from 'react';
import { useWatch } from 'react-hook-form';
import { fieldWords } from '../../../../lib/field-words.ts';
import { Field, type FieldControl } from '../../../../ui/field.tsx';
import { FormSection } from '../../../../ui/form-section.tsx';
import { PlainInput } from '../../../../ui/plain-input.tsx';
import { useAdminProducts } from '../api/list-admin-products.ts';
import type { ProductFormApi } from '../product-values.ts';

type Props = { form: ProductFormApi; pools: readonly Pool[]; labs: readonly Lab[] };

/** What it is called, and where it comes from. */
export function ProductSourceFields({ form, pools, labs }: Props) {
  const { errors } = form.formState;
  return (
    <FormSection title={t`What it is`}>
      <Field label={t`Name`} error={fieldWords(errors.name, t`From 1 to 80 characters`)}>
        {(control) => <input {...control} autoComplete="off" maxLength={80} {...form.register('name')} />}
      </Field>
      <Field label={t`Description`} error={fieldWords(errors.description, t`At most 1,000 characters`)}>
        {(control) => <textarea {...control} rows={3} maxLength={1000} {...form.register('description')} />}
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t`Lab`} error={fieldWords(errors.labId, t`Choose a lab`)}>
          {(control) => (
            <select {...control} {...form.register('labId')}>
              {labs.map((lab) => (
                <option key={lab.id} value={lab.id}>
                  {lab.name}
                  {lab.permission ? '' : t` (not cleared for sale)`}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field
          label={t`Template`}
          error={fieldWords(errors.template, t`From 1 to 100 characters`)}
          hint={t`The lab’s own name of what it starts, exactly. Those of other products at this lab are offered.`}
        >
          {(control) => <TemplateInput form={form} control={control} />}
        </Field>
      </div>
      <Field
        label={t`Pool`}
        error={fieldWords(errors.poolId, t`Choose a pool`)}
        hint={t`Its workers prepare the machine.`}
      >
        {(control) => (
          <select {...control} {...form.register('poolId')}>
            {pools.map((pool) => (
              <option key={pool.id} value={pool.id}>
                <Trans>
                  {pool.name} ({pool.workersUp} of {pool.workers} workers up)
                </Trans>
              </option>
            ))}
          </select>
        )}
      </Field>
    </FormSection>
  );
}

type TemplateInputProps = { form: ProductFormApi; control: FieldControl };

/** Typed freely, for only the lab knows its templates; those that other products of this lab use are offered. */
function TemplateInput({ form, control }: TemplateInputProps) {
  const products = useAdminProducts(false);
  const labId = useWatch({ control: form.control, name: 'labId' });
  const listId = useId();
  const ofLab = products.data?.items.filter((product) => product.labId === labId) ?? [];
  const used = new Set(ofLab.map(({ template }) => template));
  return (
    <>
      <PlainInput {...control} list={listId} maxLength={100} {...form.register('template')} />
      <datalist id={listId}>
        {[...used].toSorted().map((template) => (
          <option key={template} value={template}>
            {template}
          </option>
        ))}
      </datalist>
    </>
  );
}
