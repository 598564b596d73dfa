import { CreateEnrolmentTokenRequest, type EnrolmentToken } from '@coinslot/shared/http/admin-workers.ts';
import { zodResolver } from '@hookform/resolvers/zod';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { applyFieldErrors } from '../../../lib/apply-field-errors.ts';
import { fieldWords } from '../../../lib/field-words.ts';
import { useAct } from '../../../lib/use-act.ts';
import { Button } from '../../../ui/button.tsx';
import { DialogActions } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { PlainNameField } from '../../../ui/plain-name-field.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { usePools } from '../../pools/api/list-pools.ts';
import { LabelsField } from '../../pools/components/labels-field.tsx';
import { TypedLabels } from '../../pools/typed-labels.ts';
import { createEnrolmentToken } from '../api/create-enrolment-token.ts';
import { fleetKey } from '../api/get-fleet.ts';
import { SlotsField } from './slots-field.tsx';

const EnrolFormValues = CreateEnrolmentTokenRequest.extend({ labels: TypedLabels });

type EnrolFormProps = { onMade: (token: EnrolmentToken) => void; onClose: () => void };

export function EnrolForm(props: EnrolFormProps) {
  const pools = usePools();
  return (
    <QueryView
      query={pools}
      loading={<Skeleton className="h-64" />}
      empty={{
        when: (list) => list.items.length === 0,
        show: (
          <p>
            <Trans>There is no pool yet. Make one first.</Trans>
          </p>
        ),
      }}
    >
      {(list) => <EnrolFields pools={list.items} {...props} />}
    </QueryView>
  );
}

type Pool = { id: string; name: string };

function EnrolFields({ pools, onMade, onClose }: EnrolFormProps & { pools: readonly Pool[] }) {
  const client = useQueryClient();
  const [refusal, setRefusal] = useState<string | null>(null);
  const form = useForm({
    resolver: zodResolver(EnrolFormValues),
    defaultValues: { poolId: pools[0]?.id ?? '', name: '', capacity: 2, labels: '' },
  });
  const { errors } = form.formState;
  const create = useAct({
    send: createEnrolmentToken,
    onDone: (token) => {
      void client.invalidateQueries({ queryKey: fleetKey });
      onMade(token);
    },
    onFailed: (error) =>
      setRefusal(applyFieldErrors(error, ['poolId', 'name', 'capacity', 'labels'], form.setError)),
  });
  return (
    <form noValidate className="space-y-4" onSubmit={(event) => void form.handleSubmit(create.run)(event)}>
      {refusal ? <Notice tone="bad">{refusal}</Notice> : null}
      <PlainNameField error={errors.name} field={form.register('name')} />
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t`Pool`} error={fieldWords(errors.poolId, t`Choose a pool`)}>
          {(control) => (
            <select {...control} {...form.register('poolId')}>
              {pools.map((pool) => (
                <option key={pool.id} value={pool.id}>
                  {pool.name}
                </option>
              ))}
            </select>
          )}
        </Field>
        <SlotsField error={errors.capacity} field={form.register('capacity', { valueAsNumber: true })} />
      </div>
      <LabelsField error={errors.labels} field={form.register('labels')} />
      <DialogActions>
        <Button onClick={onClose} disabled={create.isPending}>
          <Trans>Not now</Trans>
        </Button>
        <Button type="submit" look="coin" pending={create.isPending}>
          <Trans>Make the token</Trans>
        </Button>
      </DialogActions>
    </form>
  );
}
