import { type ComponentProps, type ReactNode, useState } from 'react';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';

export type DialogButtonProps = {
  /** The button's words; `label` says more to screen readers. */
  words: ReactNode;
  label?: string | undefined;
  title: string;
  description: ReactNode;
  look?: ComponentProps<typeof Button>['look'];
  size?: ComponentProps<typeof Button>['size'];
};

type WithChildren = DialogButtonProps & {
  /** What stands in the dialog, made anew each time it is opened. */
  children: (close: () => void) => ReactNode;
};

/** A button and the dialog that it opens. */
export function DialogButton({ words, label, title, description, children, ...button }: WithChildren) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="small" {...button} aria-label={label} onClick={() => setOpen(true)}>
        {words}
      </Button>
      <Dialog open={open} onOpenChange={setOpen} title={title} description={description}>
        {children(() => setOpen(false))}
      </Dialog>
    </>
  );
}
