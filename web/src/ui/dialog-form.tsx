import type { ComponentProps, ReactNode, SyntheticEvent } from 'react';
import { Button } from './button.tsx';
import { DialogActions } from './dialog.tsx';
import { Notice } from './notice.tsx';

type DialogFormProps = {
  /** Why the server refused it, where no field says so. */
  refusal: string | null;
  /** react-hook-form's `handleSubmit(…)`. */
  onSubmit: (event: SyntheticEvent) => Promise<unknown>;
  pending: boolean;
  act: ReactNode;
  keep: ReactNode;
  look?: ComponentProps<typeof Button>['look'];
  onClose: () => void;
  children: ReactNode;
};

/** The form of a dialog: what was refused, its fields, and the act beside the way out. */
export function DialogForm({
  refusal,
  onSubmit,
  pending,
  act,
  keep,
  look,
  onClose,
  children,
}: DialogFormProps) {
  return (
    <form noValidate className="space-y-4" onSubmit={(event) => void onSubmit(event)}>
      {refusal ? <Notice tone="bad">{refusal}</Notice> : null}
      {children}
      <DialogActions>
        <Button onClick={onClose} disabled={pending}>
          {keep}
        </Button>
        <Button type="submit" look={look ?? 'coin'} pending={pending}>
          {act}
        </Button>
      </DialogActions>
    </form>
  );
}
