import { type AdminSettings, WelcomeSettings } from '@coinslot/shared/http/admin-settings.ts';
import { zodResolver } from '@hookform/resolvers/zod';
import { msg, t } from '@lingui/core/macro';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { z } from 'zod';
import { fieldWords } from '../../../lib/field-words.ts';
import { formatNumber } from '../../../lib/format.ts';
import { FormSection } from '../../../ui/form-section.tsx';
import { NumberField, numberValue } from '../../../ui/number-field.tsx';
import { SaveNotices } from '../../../ui/save-notices.tsx';
import { type GroupItem, useGroupSave } from '../use-group-save.ts';
import { SettingsForm } from './settings-form.tsx';

type Item = GroupItem<WelcomeSettings>;

// A field that was emptied is wrong, and not what the contract would take for it.
const WelcomeValues = z.object({
  coins: z.int().nullable().pipe(WelcomeSettings.shape.coins.unwrap()),
  grantsMax: z.int().nullable().pipe(WelcomeSettings.shape.grantsMax.unwrap()),
});

function pick({ welcome }: AdminSettings): Item {
  return { ...welcome.values, revision: welcome.revision };
}

/** Coins for every new member. */
export function WelcomeForm({ settings }: { settings: AdminSettings }) {
  const [opened, setOpened] = useState(() => pick(settings));
  return <Fields key={opened.revision} item={opened} group={settings.welcome} onOpen={setOpened} />;
}

type FieldsProps = { item: Item; group: AdminSettings['welcome']; onOpen: (item: Item) => void };

function Fields({ item, group, onOpen }: FieldsProps) {
  const form = useForm({
    resolver: zodResolver(WelcomeValues),
    defaultValues: { coins: item.coins, grantsMax: item.grantsMax },
  });
  const { errors, isDirty } = form.formState;
  const save = useGroupSave<WelcomeSettings, 'coins' | 'grantsMax'>({
    group: 'welcome',
    item,
    pick,
    names: ['coins', 'grantsMax'],
    setError: form.setError,
    onSaved: onOpen,
  });
  const granted = formatNumber(group.granted);
  return (
    <SettingsForm
      isDirty={isDirty}
      isPending={save.isPending}
      onSubmit={form.handleSubmit(save.run)}
      last={group}
      notices={
        <SaveNotices
          save={save}
          item={item}
          labels={{ coins: msg`Coins`, grantsMax: msg`Members` }}
          onLoadNewer={onOpen}
        />
      }
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
