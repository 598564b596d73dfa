import { type AdminSettings, WelcomeSettings } from '@coinslot/shared/http/admin-settings.ts';
import { zodResolver } from '@hookform/resolvers/zod';
import { msg, t } from '@lingui/core/macro';
import { useForm } from 'react-hook-form';
import { z } from 'zod';
import { fieldWords } from '../../../lib/field-words.ts';
import { formatNumber } from '../../../lib/format.ts';
import { FormSection } from '../../../ui/form-section.tsx';
import { NumberField, numberValue } from '../../../ui/number-field.tsx';
import { useGroupSave } from '../use-group-save.ts';
import { type GroupFieldsProps, OpenedGroup } from './opened-group.tsx';
import { SettingsForm } from './settings-form.tsx';

// A field that was emptied is wrong, and not what the contract would take for it.
const WelcomeValues = z.object({
  coins: z.int().nullable().pipe(WelcomeSettings.shape.coins.unwrap()),
  grantsMax: z.int().nullable().pipe(WelcomeSettings.shape.grantsMax.unwrap()),
});

/** Coins for every new member. */
export function WelcomeForm({ settings }: { settings: AdminSettings }) {
  return <OpenedGroup name="welcome" settings={settings} fields={Fields} />;
}

function Fields({ item, group, onOpen }: GroupFieldsProps<'welcome'>) {
  const form = useForm({
    resolver: zodResolver(WelcomeValues),
    defaultValues: { coins: item.coins, grantsMax: item.grantsMax },
  });
  const { errors, isDirty } = form.formState;
  const save = useGroupSave({
    group: 'welcome',
    item,
    names: ['coins', 'grantsMax'],
    setError: form.setError,
    onSaved: onOpen,
  });
  const granted = formatNumber(group.granted);
  return (
    <SettingsForm
      isDirty={isDirty}
      onSubmit={form.handleSubmit(save.run)}
      last={group}
      save={save}
      item={item}
      labels={{ coins: msg`Coins`, grantsMax: msg`Members` }}
      onLoadNewer={onOpen}
    >
      <FormSection title={t`Welcome coins`} hint={t`Given once to every new member, as earned coins.`}>
        <div className="grid gap-4 sm:grid-cols-2">
          <NumberField
            label={t`Coins for each`}
            hint={t`0: none are given.`}
            error={fieldWords(errors.coins, t`A whole number from 0 to 100,000`)}
            max={100_000}
            field={form.register('coins', numberValue)}
          />
          <NumberField
            label={t`For so many members`}
            hint={t`${granted} have had them so far.`}
            error={fieldWords(errors.grantsMax, t`A whole number from 0 to 10,000,000`)}
            max={10_000_000}
            field={form.register('grantsMax', numberValue)}
          />
        </div>
      </FormSection>
    </SettingsForm>
  );
}
