import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Plus, Trash2 } from 'lucide-react';
import { type UseFormReturn, useFieldArray } from 'react-hook-form';
import { errorText } from '../../../lib/api-error.ts';
import { fieldWords } from '../../../lib/field-words.ts';
import { Button } from '../../../ui/button.tsx';
import { CheckField } from '../../../ui/check-field.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { NumberField, numberValue } from '../../../ui/number-field.tsx';
import { useDiscordRoles } from '../api/get-discord-settings.ts';
import type { DiscordValues, TypedDiscordValues } from '../discord-values.ts';
import { RoleChoice } from './role-choice.tsx';

type PerkForm = UseFormReturn<TypedDiscordValues, unknown, DiscordValues>;
type PerkRulesProps = { form: PerkForm; /** Discord can be asked for its roles. */ mayAsk: boolean };

/** What each role of the server gives. */
export function PerkRules({ form, mayAsk }: PerkRulesProps) {
  const rules = useFieldArray({ control: form.control, name: 'rules' });
  const roles = useDiscordRoles(mayAsk);
  const wrong = form.formState.errors.rules;
  return (
    <div className="space-y-4">
      {roles.error ? (
        <Notice tone="coin">
          <Trans>Discord’s roles could not be loaded: {errorText(roles.error)} Type their ids instead.</Trans>
        </Notice>
      ) : null}
      {rules.fields.length === 0 ? (
        <p className="text-soft">
          <Trans>No role gives anything yet.</Trans>
        </p>
      ) : null}
      <ul className="space-y-4">
        {rules.fields.map((rule, index) => (
          <li key={rule.id} className="border-line rounded-xl border p-4">
            <Rule
              form={form}
              index={index}
              roles={roles.data?.items ?? null}
              onRemove={() => rules.remove(index)}
            />
          </li>
        ))}
      </ul>
      {wrong?.message ? <Notice tone="bad">{t`Each role can stand here once.`}</Notice> : null}
      {wrong?.root ? <Notice tone="bad">{t`Each role can stand here once.`}</Notice> : null}
      <Button
        size="small"
        disabled={rules.fields.length >= 50}
        onClick={() =>
          rules.append({
            roleId: '',
            roleName: '',
            perks: { mayBuy: true, activeMachinesMax: null, discountPercent: 0 },
          })
        }
      >
        <Plus aria-hidden /> <Trans>Add a role</Trans>
      </Button>
    </div>
  );
}

type RuleProps = {
  form: PerkForm;
  index: number;
  roles: { id: string; name: string }[] | null;
  onRemove: () => void;
};

function Rule({ form, index, roles, onRemove }: RuleProps) {
  const errors = form.formState.errors.rules?.[index];
  const number = index + 1;
  return (
    <div role="group" aria-label={t`Role ${number}`} className="space-y-4">
      <div className="flex items-start gap-2">
        <div className="min-w-0 flex-1">
          <RoleChoice form={form} index={index} roles={roles} />
        </div>
        <Button
          look="quiet"
          size="icon"
          className="mt-6.5"
          aria-label={t`Take role ${number} away`}
          onClick={onRemove}
        >
          <Trash2 aria-hidden />
        </Button>
      </div>
      <div className="grid gap-4 sm:grid-cols-2">
        <NumberField
          label={t`Discount in percent`}
          error={fieldWords(errors?.perks?.discountPercent, t`From 0 to 100`)}
          max={100}
          field={form.register(`rules.${index}.perks.discountPercent`, numberValue)}
        />
        <NumberField
          label={t`Machines at once`}
          hint={t`Empty: as for everybody.`}
          error={fieldWords(errors?.perks?.activeMachinesMax, t`From 0 to 1,000, or empty`)}
          max={1000}
          field={form.register(`rules.${index}.perks.activeMachinesMax`, numberValue)}
        />
      </div>
      <CheckField
        label={t`May buy`}
        hint={t`Matters only while buying is for such roles alone.`}
        {...form.register(`rules.${index}.perks.mayBuy`)}
      />
    </div>
  );
}
