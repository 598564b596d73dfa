import { zodResolver } from '@hookform/resolvers/zod';
import { type ComponentProps, type ReactNode, useState } from 'react';
import { useForm } from 'react-hook-form';
import { z } from 'zod';
import { applyFieldErrors } from '../lib/apply-field-errors.ts';
import { useAct } from '../lib/use-act.ts';
import { Button } from './button.tsx';
import { Dialog, DialogActions } from './dialog.tsx';
import { Notice } from './notice.tsx';
import { ReasonField } from './reason-field.tsx';

type ReasonButtonProps = {
  words: ReactNode;
  label?: string;
  title: string;
  description: ReactNode;
  act: string;
  keep: string;
  look?: ComponentProps<typeof Button>['look'];
  size?: ComponentProps<typeof Button>['size'];
  send: (reason: string, idempotencyKey: string) => Promise<unknown>;
  onDone: () => void;
};

const ReasonValues = z.object({ reason: z.string().trim().min(3).max(500) });

/** An act that needs a reason, which the audit log keeps. */
export function ReasonButton({ words, label, look = 'plain', size = 'small', ...ask }: ReasonButtonProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button look={look} size={size} aria-label={label} onClick={() => setOpen(true)}>
        {words}
      </Button>
      <Dialog open={open} onOpenChange={setOpen} title={ask.title} description={ask.description}>
        <ReasonForm {...ask} look={look === 'plain' ? 'coin' : look} onClose={() => setOpen(false)} />
      </Dialog>
    </>
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
    <form
      noValidate
      className="space-y-4"
      onSubmit={(event) => void form.handleSubmit(({ reason }) => sending.run(reason))(event)}
    >
      {refusal ? <Notice tone="bad">{refusal}</Notice> : null}
      <ReasonField error={form.formState.errors.reason} field={form.register('reason')} />
      <DialogActions>
        <Button onClick={onClose} disabled={sending.isPending}>
          {keep}
        </Button>
        <Button type="submit" look={look} pending={sending.isPending}>
          {act}
        </Button>
      </DialogActions>
    </form>
  );
}
