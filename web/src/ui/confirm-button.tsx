import { type ReactNode, useState } from 'react';
import { errorText } from '../lib/api-error.ts';
import { useAct } from '../lib/use-act.ts';
import { Button } from './button.tsx';
import { DialogButton, type DialogButtonProps } from './dialog-button.tsx';
import { DialogActions } from './dialog.tsx';
import { Notice } from './notice.tsx';

type ConfirmButtonProps = DialogButtonProps & {
  act: string;
  keep: string;
  /** Says a refusal in words of its own; null leaves the server's sentence. */
  explain?: ((error: Error) => ReactNode) | undefined;
  send: (idempotencyKey: string) => Promise<unknown>;
  onDone: () => void;
};

/** An act that is asked for once more. A refusal is shown in the dialog, which stays open. */
export function ConfirmButton({
  act,
  keep,
  explain,
  send,
  onDone,
  look = 'danger',
  ...button
}: ConfirmButtonProps) {
  return (
    <DialogButton look={look} {...button}>
      {(close) => <Ask {...{ act, keep, explain, send, onDone, look }} onClose={close} />}
    </DialogButton>
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
