import type { Lab } from '@coinslot/shared/http/admin-labs.ts';
import type { EditSeatRequest, Seat, SeatDraft } from '@coinslot/shared/http/admin-seats.ts';
import { zodResolver } from '@hookform/resolvers/zod';
import { msg, t } from '@lingui/core/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useNavigate } from 'react-router';
import { toast } from 'sonner';
import { paths } from '../../../app/paths.ts';
import { useSave } from '../../../lib/use-save.ts';
import { LeaveGuard } from '../../../ui/leave-guard.tsx';
import { SaveNotices } from '../../../ui/save-notices.tsx';
import { SaveOrCancel } from '../../../ui/save-or-cancel.tsx';
import { createSeat } from '../api/create-seat.ts';
import { editSeat } from '../api/edit-seat.ts';
import { labsKey } from '../api/keys.ts';
import { NewSeatValues, SeatValues, toSeatRequest, toSeatValues } from '../seat-values.ts';
import { SeatAccountFields } from './seat-account-fields.tsx';
import { SeatHoursFields } from './seat-hours-fields.tsx';
import { SeatLimitFields } from './seat-limit-fields.tsx';

const names = [
  'username',
  'password',
  'note',
  'maxConcurrent',
  'maxUses',
  'maxMinutes',
  'cooldownMinutes',
  'timeZone',
  'windows',
] as const;

const labels = {
  username: msg`User name`,
  note: msg`Note`,
  maxConcurrent: msg`Machines at once`,
  maxUses: msg`Uses`,
  maxMinutes: msg`Longest machine`,
  cooldownMinutes: msg`Rest`,
  timeZone: msg`Time zone`,
  hours: msg`Hours`,
  secretChangedAt: msg`Password`,
};

type SeatFormProps = { lab: Lab; seat: Seat | null; reload: () => Promise<Seat | undefined> };

/** Makes a seat, or changes one. */
export function SeatForm({ seat, ...rest }: SeatFormProps) {
  const [opened, setOpened] = useState(seat);
  return <SeatFields key={opened?.revision ?? 'new'} seat={opened} onLoadNewer={setOpened} {...rest} />;
}

type SeatRequest = Omit<SeatDraft, 'password'> & Pick<EditSeatRequest, 'password'>;

function SeatFields({
  lab,
  seat,
  reload,
  onLoadNewer,
}: SeatFormProps & { onLoadNewer: (newer: Seat) => void }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const form = useForm<SeatValues>({
    resolver: zodResolver(seat ? SeatValues : NewSeatValues),
    defaultValues: toSeatValues(seat),
  });
  const save = useSave<SeatRequest, Seat, (typeof names)[number]>({
    item: seat,
    send: (request, revision, key) =>
      seat && revision !== null
        ? editSeat(seat.id, { ...request, revision })
        : createSeat(lab.id, { ...request, password: request.password ?? '' }, key),
    reload,
    names,
    setError: form.setError,
    refresh: () => client.refetchQueries({ queryKey: labsKey }),
    onSaved: (saved) => {
      toast.success(t`${saved.username} is saved.`);
      void navigate(paths.adminLab(lab.id));
    },
  });
  const submit = form.handleSubmit((values) => save.run(toSeatRequest(values)));
  return (
    <form
      noValidate
      autoComplete="off"
      className="max-w-3xl space-y-4"
      onSubmit={(event) => void submit(event)}
    >
      <LeaveGuard when={form.formState.isDirty} />
      <SeatAccountFields form={form} isNew={seat === null} inUse={seat?.inUse ?? 0} recipe={lab.recipe} />
      <SeatLimitFields form={form} inUse={seat?.inUse ?? 0} />
      <SeatHoursFields form={form} />
      <SaveNotices save={save} item={seat} labels={labels} onLoadNewer={onLoadNewer} />
      <SaveOrCancel cancelTo={paths.adminLab(lab.id)} pending={save.isPending}>
        {seat ? t`Save the seat` : t`Create the seat`}
      </SaveOrCancel>
    </form>
  );
}
