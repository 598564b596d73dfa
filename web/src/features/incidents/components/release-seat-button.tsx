import type { IncidentDetail } from '@coinslot/shared/http/admin-incidents.ts';
import { zodResolver } from '@hookform/resolvers/zod';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { z } from 'zod';
import { applyFieldErrors } from '../../../lib/apply-field-errors.ts';
import { formatDateTime } from '../../../lib/format.ts';
import { useAct } from '../../../lib/use-act.ts';
import { DialogButton } from '../../../ui/dialog-button.tsx';
import { DialogForm } from '../../../ui/dialog-form.tsx';
import { Field } from '../../../ui/field.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { ReasonField } from '../../../ui/reason-field.tsx';
import { releaseSeat } from '../api/act-on-incident.ts';

type Props = {
  labSessionId: string;
  session: NonNullable<IncidentDetail['session']>;
  onDone: () => void;
};

/** Takes a lab session as ended on one's own word; before its time only by typing its tag. */
export function ReleaseSeatButton(props: Props) {
  return (
    <DialogButton
      look="danger"
      words={t`Release the seat`}
      title={t`Release the seat?`}
      description={t`The session counts as ended and its seat may carry the next machine. It cannot be undone: if the lab still runs it, two machines share the seat until a later look ends it.`}
    >
      {(close) => <ReleaseForm {...props} onClose={close} />}
    </DialogButton>
  );
}

function ReleaseForm({ labSessionId, session, onDone, onClose }: Props & { onClose: () => void }) {
  const [refusal, setRefusal] = useState<string | null>(null);
  const { tag, isSurelyOver, surelyOverAt } = session;
  const Values = z.object({
    reason: z.string().trim().min(3).max(500),
    tag: z.string().refine((typed) => isSurelyOver || typed.trim() === tag),
  });
  const form = useForm({ resolver: zodResolver(Values), defaultValues: { reason: '', tag: '' } });
  const { errors } = form.formState;
  // Registered in the order of the page: the first wrong one gets the focus.
  const tagField = form.register('tag');
  const sending = useAct({
    send: (reason: string, key) =>
      releaseSeat(labSessionId, isSurelyOver ? { reason } : { reason, certainOfTag: tag }, key),
    onDone: () => {
      onClose();
      onDone();
    },
    onFailed: (error) => setRefusal(applyFieldErrors(error, ['reason'], form.setError)),
  });
  return (
    <DialogForm
      refusal={refusal}
      onSubmit={form.handleSubmit(({ reason }) => sending.run(reason))}
      pending={sending.isPending}
      act={t`Release it`}
      keep={t`Keep waiting`}
      look="danger"
      onClose={onClose}
    >
      {isSurelyOver ? null : (
        <>
          <Notice tone="coin" announced={false}>
            <Trans>
              The lab may run it until {formatDateTime(surelyOverAt)}. Go on only if you know that it does
              not.
            </Trans>
          </Notice>
          <Field
            label={t`Type ${tag} to say that you are certain`}
            error={errors.tag && t`It is not this tag`}
          >
            {(control) => <input {...control} autoComplete="off" spellCheck={false} {...tagField} />}
          </Field>
        </>
      )}
      <ReasonField error={errors.reason} field={form.register('reason')} />
    </DialogForm>
  );
}
