import { t } from '@lingui/core/macro';
import { type UseFormReturn, useWatch } from 'react-hook-form';
import { fieldWords } from '../../../lib/field-words.ts';
import { Field } from '../../../ui/field.tsx';
import type { DiscordValues, TypedDiscordValues } from '../discord-values.ts';

type RoleChoiceProps = {
  form: UseFormReturn<TypedDiscordValues, unknown, DiscordValues>;
  index: number;
  /** The server's roles; null while Discord did not tell them. */
  roles: { id: string; name: string }[] | null;
};

/** Which role a rule is about: chosen where Discord told them, else typed. */
export function RoleChoice({ form, index, roles }: RoleChoiceProps) {
  const errors = form.formState.errors.rules?.[index];
  const [roleId, roleName] = useWatch({
    control: form.control,
    name: [`rules.${index}.roleId`, `rules.${index}.roleName`],
  });
  if (!roles) {
    return (
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t`Id of the role`} error={fieldWords(errors?.roleId, t`A number of 15 to 22 digits`)}>
          {(control) => (
            <input
              {...control}
              inputMode="numeric"
              maxLength={22}
              {...form.register(`rules.${index}.roleId`)}
            />
          )}
        </Field>
        <Field label={t`What it is called`} error={fieldWords(errors?.roleName, t`From 1 to 100 characters`)}>
          {(control) => <input {...control} maxLength={100} {...form.register(`rules.${index}.roleName`)} />}
        </Field>
      </div>
    );
  }
  const isGone = roleId !== '' && !roles.some(({ id }) => id === roleId);
  return (
    <Field
      label={t`Role`}
      error={fieldWords(errors?.roleId ?? errors?.roleName, t`Choose a role`)}
      hint={isGone ? t`The server has no such role any more.` : undefined}
    >
      {(control) => (
        <select
          {...control}
          value={roleId}
          onChange={(event) => {
            const chosen = roles.find(({ id }) => id === event.target.value);
            form.setValue(`rules.${index}.roleId`, chosen?.id ?? '', { shouldDirty: true });
            form.setValue(`rules.${index}.roleName`, chosen?.name ?? '', { shouldDirty: true });
            form.clearErrors(`rules.${index}`);
          }}
        >
          <option value="">{t`Choose a role`}</option>
          {isGone ? <option value={roleId}>{roleName}</option> : null}
          {roles.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
