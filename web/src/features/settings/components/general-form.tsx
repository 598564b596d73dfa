import { type AdminSettings, GeneralSettings } from '@coinslot/shared/http/admin-settings.ts';
import { zodResolver } from '@hookform/resolvers/zod';
import { msg, t } from '@lingui/core/macro';
import { useForm } from 'react-hook-form';
import { fieldWords } from '../../../lib/field-words.ts';
import { Field } from '../../../ui/field.tsx';
import { FormSection } from '../../../ui/form-section.tsx';
import { useGroupSave } from '../use-group-save.ts';
import { type GroupFieldsProps, OpenedGroup } from './opened-group.tsx';
import { SettingsForm } from './settings-form.tsx';

/** What the house is called, and whom members ask. */
export function GeneralForm({ settings }: { settings: AdminSettings }) {
  return <OpenedGroup name="general" settings={settings} fields={Fields} />;
}

function Fields({ item, group, onOpen }: GroupFieldsProps<'general'>) {
  const form = useForm({
    resolver: zodResolver(GeneralSettings),
    defaultValues: { name: item.name, supportContact: item.supportContact },
  });
  const { errors, isDirty } = form.formState;
  const save = useGroupSave({
    group: 'general',
    item,
    names: ['name', 'supportContact'],
    setError: form.setError,
    onSaved: onOpen,
  });
  return (
    <SettingsForm
      isDirty={isDirty}
      onSubmit={form.handleSubmit(save.run)}
      last={group}
      save={save}
      item={item}
      labels={{ name: msg`Name of the house`, supportContact: msg`Whom to ask` }}
      onLoadNewer={onOpen}
    >
      <FormSection title={t`The house`}>
        <Field
          label={t`Name of the house`}
          hint={t`Stands at the top of every page, in mails and in the app of members’ second factor.`}
          error={fieldWords(errors.name, t`From 1 to 60 characters`)}
        >
          {(control) => <input {...control} maxLength={60} {...form.register('name')} />}
        </Field>
        <Field
          label={t`Whom to ask (optional)`}
          hint={t`A sentence, an e-mail address or a link. Stands at the foot of every page and in mails about accounts.`}
          error={fieldWords(errors.supportContact, t`At most 200 characters`)}
        >
          {(control) => <input {...control} maxLength={200} {...form.register('supportContact')} />}
        </Field>
      </FormSection>
    </SettingsForm>
  );
}
