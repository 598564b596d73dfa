import { type AdminSettings, MemberSettings } from '@coinslot/shared/http/admin-settings.ts';
import { zodResolver } from '@hookform/resolvers/zod';
import { msg, t } from '@lingui/core/macro';
import { useForm } from 'react-hook-form';
import { fieldWords } from '../../../lib/field-words.ts';
import { CheckField } from '../../../ui/check-field.tsx';
import { FormSection } from '../../../ui/form-section.tsx';
import { NumberField, numberValue } from '../../../ui/number-field.tsx';
import { useGroupSave } from '../use-group-save.ts';
import { ConfirmationWarning } from './confirmation-warning.tsx';
import { type GroupFieldsProps, OpenedGroup } from './opened-group.tsx';
import { SettingsForm } from './settings-form.tsx';

const names = ['signUpOpen', 'emailMustBeVerified', 'adminsNeedSecondFactor', 'activeMachinesMax'] as const;

/** Who may come in, and what is asked of them. */
export function MembersForm({ settings }: { settings: AdminSettings }) {
  return <OpenedGroup name="members" settings={settings} fields={Fields} />;
}

function Fields({ item, group, onOpen }: GroupFieldsProps<'members'>) {
  const { revision: _, ...values } = item;
  const form = useForm({ resolver: zodResolver(MemberSettings), defaultValues: values });
  const { errors, isDirty } = form.formState;
  const save = useGroupSave({
    group: 'members',
    item,
    names,
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
      labels={{
        signUpOpen: msg`New members`,
        emailMustBeVerified: msg`Confirmed e-mail`,
        adminsNeedSecondFactor: msg`Second factor of admins`,
        activeMachinesMax: msg`Machines at once`,
      }}
      onLoadNewer={onOpen}
    >
      <FormSection title={t`Joining`}>
        <CheckField
          label={t`New members are taken`}
          hint={t`Without it nobody new comes in, neither by e-mail nor by Discord, Google or X.`}
          {...form.register('signUpOpen')}
        />
        <CheckField
          label={t`The e-mail address must be confirmed`}
          hint={t`Who has not opened the link in our mail can buy nothing and gets no welcome coins yet. Needs a mail server.`}
          {...form.register('emailMustBeVerified')}
        />
        <ConfirmationWarning
          shown={form.watch('emailMustBeVerified') === true && !group.values.emailMustBeVerified}
          group={group}
        />
      </FormSection>
      <FormSection title={t`Admins`}>
        <CheckField
          label={t`Admins need a second factor`}
          hint={t`Who has an admin permission and no second factor sees no admin page until it is set up.`}
          {...form.register('adminsNeedSecondFactor')}
        />
      </FormSection>
      <FormSection title={t`Limits`}>
        <NumberField
          label={t`Machines of one member at once`}
          hint={t`Empty: ${group.activeMachinesMaxByDefault}, as the server’s configuration says. Discord roles may allow another number.`}
          error={fieldWords(errors.activeMachinesMax, t`A whole number from 0 to 1,000, or empty`)}
          max={1000}
          placeholder={String(group.activeMachinesMaxByDefault)}
          className="max-w-72"
          field={form.register('activeMachinesMax', numberValue)}
        />
      </FormSection>
    </SettingsForm>
  );
}
