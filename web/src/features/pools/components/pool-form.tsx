import { type Pool, PoolDraft } from '@coinslot/shared/http/admin-pools.ts';
import { zodResolver } from '@hookform/resolvers/zod';
import { msg, t } from '@lingui/core/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm, useWatch } from 'react-hook-form';
import { useNavigate } from 'react-router';
import { toast } from 'sonner';
import { paths } from '../../../app/paths.ts';
import { fieldWords } from '../../../lib/field-words.ts';
import { useSave } from '../../../lib/use-save.ts';
import { Field } from '../../../ui/field.tsx';
import { FormSection } from '../../../ui/form-section.tsx';
import { LeaveGuard } from '../../../ui/leave-guard.tsx';
import { PlainNameField } from '../../../ui/plain-name-field.tsx';
import { SaveNotices } from '../../../ui/save-notices.tsx';
import { SaveOrCancel } from '../../../ui/save-or-cancel.tsx';
import { mayDo, useSignedIn } from '../../accounts/api/use-signed-in.ts';
import { createPool } from '../api/create-pool.ts';
import { editPool } from '../api/edit-pool.ts';
import { poolsKey } from '../api/list-pools.ts';
import { TypedLabels } from '../typed-labels.ts';
import { LabelsCarried } from './labels-carried.tsx';
import { LabelsField } from './labels-field.tsx';

const PoolValues = PoolDraft.extend({ labels: TypedLabels });

type PoolFormProps = { pool: Pool | null; reload: () => Promise<Pool | undefined> };

/** Makes a pool, or changes one. A newer version is loaded by opening the form anew. */
export function PoolForm({ pool, reload }: PoolFormProps) {
  const [opened, setOpened] = useState(pool);
  return <PoolFields key={opened?.revision ?? 'new'} pool={opened} reload={reload} onLoadNewer={setOpened} />;
}

function PoolFields({ pool, reload, onLoadNewer }: PoolFormProps & { onLoadNewer: (newer: Pool) => void }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const form = useForm({
    resolver: zodResolver(PoolValues),
    defaultValues: {
      name: pool?.name ?? '',
      description: pool?.description ?? '',
      labels: pool?.labels.join(', ') ?? '',
    },
  });
  const { errors, isDirty } = form.formState;
  const me = useSignedIn();
  const typed = useWatch({ control: form.control, name: 'labels' });
  const save = useSave<PoolDraft, Pool, 'name' | 'description' | 'labels'>({
    item: pool,
    send: (draft, revision, key) =>
      pool && revision !== null ? editPool(pool.id, { ...draft, revision }) : createPool(draft, key),
    reload,
    names: ['name', 'description', 'labels'],
    setError: form.setError,
    refresh: () => client.refetchQueries({ queryKey: poolsKey }),
    onSaved: (saved) => {
      toast.success(t`Pool ${saved.name} is saved.`);
      void navigate(paths.adminPools);
    },
  });
  return (
    <form
      noValidate
      className="max-w-2xl space-y-4"
      onSubmit={(event) => void form.handleSubmit(save.run)(event)}
    >
      <LeaveGuard when={isDirty} />
      <FormSection title={t`The pool`}>
        <PlainNameField error={errors.name} field={form.register('name')} />
        <Field
          label={t`Description (optional)`}
          error={fieldWords(errors.description, t`At most 500 characters`)}
        >
          {(control) => <textarea {...control} rows={2} maxLength={500} {...form.register('description')} />}
        </Field>
        <LabelsField
          error={errors.labels}
          effect={t`A worker serves this pool when it has all of them.`}
          field={form.register('labels')}
        />
        {pool && mayDo(me, 'admin.workers.read') ? <LabelsCarried poolId={pool.id} typed={typed} /> : null}
      </FormSection>
      <SaveNotices
        save={save}
        item={pool}
        labels={{ name: msg`Name`, description: msg`Description`, labels: msg`Labels` }}
        onLoadNewer={onLoadNewer}
      />
      <SaveOrCancel cancelTo={paths.adminPools} pending={save.isPending}>
        {pool ? t`Save the pool` : t`Create the pool`}
      </SaveOrCancel>
    </form>
  );
}
