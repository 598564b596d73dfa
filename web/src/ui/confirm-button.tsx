import { type ComponentProps, type ReactNode, useState } from 'react';
import { errorText } from '../lib/api-error.ts';
import { useAct } from '../lib/use-act.ts';
import { Button } from './button.tsx';
import { Dialog, DialogActions } from './dialog.tsx';
import { Notice } from './notice.tsx';

type ConfirmButtonProps = {
  /** The button's words; `label` says more to screen readers. */
  words: ReactNode;
  label?: string;
  title: string;
  description: ReactNode;
  act: string;
  keep: string;
  /** Says a refusal in words of its own; null leaves the server's sentence. */
  explain?: (error: Error) => ReactNode;
  look?: ComponentProps<typeof Button>['look'];
  size?: ComponentProps<typeof Button>['size'];
  send: (idempotencyKey: string) => Promise<unknown>;
  onDone: () => void;
};

/** An act that is asked for once more. A refusal is shown in the dialog, which stays open. */
export function ConfirmButton({ words, label, look = 'danger', size = 'small', ...ask }: ConfirmButtonProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button look={look} size={size} aria-label={label} onClick={() => setOpen(true)}>
        {words}
      </Button>
      <Dialog open={open} onOpenChange={setOpen} title={ask.title} description={ask.description}>
        <Ask {...ask} look={look} onClose={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

type AskProps = Pick<ConfirmButtonProps, 'act' | 'keep' | 'explain' | 'look' | 'send' | 'onDone'> & {
  onClose: () => void;
};

function Ask({ act, keep, explain, look, send, onDone, onClose }: AskProps) {
  const [refusal, setRefusal] = useState<ReactNode>(null);
  const sending = useAct({
    send: (_input: null, key) => send(key),
    onDone: () => {
      onClose();
      onDone();
    },
    onFailed: (error) => setRefusal(explain?.(error) ?? errorText(error)),
  });
  return (
    <>
      {refusal ? <Notice tone="bad">{refusal}</Notice> : null}
      <DialogActions>
        <Button onClick={onClose} disabled={sending.isPending}>
          {keep}
        </Button>
        <Button look={look} pending={sending.isPending} onClick={() => sending.run(null)}>
          {act}
        </Button>
      </DialogActions>
    </>
  );
}
