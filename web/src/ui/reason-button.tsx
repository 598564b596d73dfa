import { zodResolver } from '@hookform/resolvers/zod';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { z } from 'zod';
import { applyFieldErrors } from '../lib/apply-field-errors.ts';
import { useAct } from '../lib/use-act.ts';
import { DialogButton, type DialogButtonProps } from './dialog-button.tsx';
import { DialogForm } from './dialog-form.tsx';
import { ReasonField } from './reason-field.tsx';

type ReasonButtonProps = DialogButtonProps & {
  act: string;
  keep: string;
  send: (reason: string, idempotencyKey: string) => Promise<unknown>;
  onDone: () => void;
};

const ReasonValues = z.object({ reason: z.string().trim().min(3).max(500) });

/** An act that needs a reason, which the audit log keeps. */
export function ReasonButton({ act, keep, send, onDone, look = 'plain', ...button }: ReasonButtonProps) {
  const actLook = look === 'plain' ? 'coin' : look;
  return (
    <DialogButton look={look} {...button}>
      {(close) => <ReasonForm {...{ act, keep, send, onDone }} look={actLook} onClose={close} />}
    </DialogButton>
  );
}

type ReasonFormProps = Pick<ReasonButtonProps, 'act' | 'keep' | 'look' | 'send' | 'onDone'> & {
  onClose: () => void;
};

function ReasonForm({ act, keep, look, send, onDone, onClose }: ReasonFormProps) {
  const [refusal, setRefusal] = useState<string | null>(null);
  const form = useForm({ resolver: zodResolver(ReasonValues), defaultValues: { reason: '' } });
  const sending = useAct({
    send: (reason: string, key) => send(reason, key),
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
      {...{ act, keep, look, onClose }}
    >
      <ReasonField error={form.formState.errors.reason} field={form.register('reason')} />
    </DialogForm>
  );
}
