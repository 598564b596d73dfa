import type { Lab, LabDraft } from '@coinslot/shared/http/admin-labs.ts';
import { RecipeName, recipes } from '@coinslot/shared/states/recipe.ts';
import { zodResolver } from '@hookform/resolvers/zod';
import { msg, t } from '@lingui/core/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useNavigate } from 'react-router';
import { toast } from 'sonner';
import { paths } from '../../../app/paths.ts';
import { fieldWords } from '../../../lib/field-words.ts';
import { useSave } from '../../../lib/use-save.ts';
import { Field } from '../../../ui/field.tsx';
import { FormSection } from '../../../ui/form-section.tsx';
import { LeaveGuard } from '../../../ui/leave-guard.tsx';
import { NumberField, numberValue } from '../../../ui/number-field.tsx';
import { PlainInput } from '../../../ui/plain-input.tsx';
import { SaveNotices } from '../../../ui/save-notices.tsx';
import { SaveOrCancel } from '../../../ui/save-or-cancel.tsx';
import { createLab } from '../api/create-lab.ts';
import { editLab } from '../api/edit-lab.ts';
import { labsKey } from '../api/keys.ts';
import { LabValues, toLabDraft, toLabValues, type TypedLabValues } from '../lab-values.ts';
import { LabCareFields } from './lab-care-fields.tsx';
import { LabTunnelFields } from './lab-tunnel-fields.tsx';

const names = ['name', 'recipe', 'baseUrl', 'tunnel', 'stealth', 'canaryTemplate'] as const;

type LabFormProps = { lab: Lab | null; reload: () => Promise<Lab | undefined> };

/** Makes a lab, or changes one. */
export function LabForm({ lab, reload }: LabFormProps) {
  const [opened, setOpened] = useState(lab);
  return <LabFields key={opened?.revision ?? 'new'} lab={opened} reload={reload} onLoadNewer={setOpened} />;
}

function LabFields({ lab, reload, onLoadNewer }: LabFormProps & { onLoadNewer: (newer: Lab) => void }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const form = useForm<TypedLabValues, unknown, LabValues>({
    resolver: zodResolver(LabValues),
    defaultValues: toLabValues(lab),
  });
  const { dirtyFields, errors, isDirty } = form.formState;
  const save = useSave<LabDraft, Lab, (typeof names)[number]>({
    item: lab,
    send: (draft, revision, key) =>
      lab && revision !== null ? editLab(lab.id, { ...draft, revision }) : createLab(draft, key),
    reload,
    names,
    setError: form.setError,
    refresh: () => client.refetchQueries({ queryKey: labsKey }),
    onSaved: (saved) => {
      const lostPermission = lab?.permission && !saved.permission;
      toast.success(
        lostPermission
          ? t`${saved.name} is saved. Confirm by what right it is automated again: until then nothing of it is sold.`
          : t`${saved.name} is saved.`,
      );
      void navigate(paths.adminLab(saved.id));
    },
  });
  const submit = form.handleSubmit((values) => save.run(toLabDraft(values)));
  // Registered before the fields below: of those that are wrong, the first in this order gets the focus.
  const name = form.register('name');
  const recipe = form.register('recipe', {
    onChange: () => {
      if (!lab && !dirtyFields.tunnel) form.setValue('tunnel', recipes[form.getValues('recipe')].usualTunnel);
    },
  });
  const baseUrl = form.register('baseUrl');
  return (
    <form noValidate className="max-w-2xl space-y-4" onSubmit={(event) => void submit(event)}>
      <LeaveGuard when={isDirty} />
      <FormSection title={t`The lab`}>
        <Field label={t`Name`} error={fieldWords(errors.name, t`From 1 to 80 characters`)}>
          {(control) => <input {...control} autoComplete="off" maxLength={80} {...name} />}
        </Field>
        <Field
          label={t`Recipe`}
          error={fieldWords(errors.recipe, t`Choose one`)}
          hint={t`How the workers operate its console.`}
        >
          {(control) => (
            <select {...control} {...recipe}>
              {RecipeName.options.map((recipe) => (
                <option key={recipe} value={recipe}>
                  {recipes[recipe].title}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field
          label={t`Address of its console`}
          error={fieldWords(
            errors.baseUrl,
            t`An http or https address, without a user name or password in it`,
          )}
          hint={
            lab && lab.machines + lab.openSessions > 0
              ? t`It cannot be changed while machines run there.`
              : lab?.permission
                ? t`At another server its permission must be confirmed again: until then nothing of it is sold.`
                : t`As a worker reaches it, e.g. https://lab.example.org. Of a JupyterHub the address where it begins, without /hub or /login: more than that is taken away.`
          }
        >
          {(control) => <PlainInput {...control} type="url" inputMode="url" {...baseUrl} />}
        </Field>
        <NumberField
          label={t`List lag in seconds`}
          max={600}
          error={fieldWords(errors.listLagSeconds, t`From 0 to 600 seconds`)}
          hint={t`A session started at the lab may be missing from its lists for this long. Leave 60 until you measured it.`}
          field={form.register('listLagSeconds', numberValue)}
        />
      </FormSection>
      <LabTunnelFields form={form} />
      <LabCareFields form={form} isPermitted={Boolean(lab?.permission)} />
      <SaveNotices
        save={save}
        item={lab}
        labels={{
          name: msg`Name`,
          recipe: msg`Recipe`,
          baseUrl: msg`Address`,
          listLagMs: msg`List lag in ms`,
          tunnel: msg`Tunnel`,
          tunnelPlace: msg`Where cloudflared runs`,
          stealth: msg`Stealth`,
          operatorWaitMinutes: msg`Wait for a person in minutes`,
          canaryEveryMinutes: msg`Canary every … minutes`,
          canaryTemplate: msg`Template of canaries`,
        }}
        onLoadNewer={onLoadNewer}
      />
      <SaveOrCancel cancelTo={lab ? paths.adminLab(lab.id) : paths.adminLabs} pending={save.isPending}>
        {lab ? t`Save the lab` : t`Create the lab`}
      </SaveOrCancel>
    </form>
  );
}
