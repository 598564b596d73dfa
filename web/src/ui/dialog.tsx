import { t } from '@lingui/core/macro';
import { X } from 'lucide-react';
import { Dialog as Base } from 'radix-ui';
import { type ReactNode, useRef, useState } from 'react';
import { HoldDialog } from '../lib/hold-dialog.ts';
import { Button } from './button.tsx';

type DialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: ReactNode;
  /** An act of its own (useAct) that is on its way keeps the dialog open. */
  children: ReactNode;
};

/** A modal dialog: traps the focus, closes on Esc, becomes a sheet at the bottom on a phone. */
export function Dialog({ open, onOpenChange, title, description, children }: DialogProps) {
  // Opened without a Radix trigger, so the way back for the focus is kept here.
  const openedFrom = useRef<Element | null>(null);
  const [holders, setHolders] = useState(0);
  const isHeld = holders > 0;
  function change(next: boolean): void {
    if (!isHeld) onOpenChange(next);
  }
  return (
    <Base.Root open={open} onOpenChange={change}>
      <Base.Portal>
        {/* Same level as the contents: the overlay of a second dialog lies over the first, which is out of sight then. */}
        <Base.Overlay className="fixed inset-0 z-50 bg-[#140c1d]/60" />
        <Base.Content
          className="animate-drop border-line bg-panel text-ink fixed inset-x-0 bottom-0 z-50 max-h-[92dvh] overflow-y-auto overscroll-contain rounded-t-3xl border p-5 pb-[max(1.25rem,env(safe-area-inset-bottom))] outline-none aria-hidden:opacity-0 sm:inset-x-auto sm:top-1/2 sm:bottom-auto sm:left-1/2 sm:w-[min(32rem,calc(100vw-2rem))] sm:-translate-1/2 sm:rounded-3xl sm:p-6"
          onOpenAutoFocus={() => {
            openedFrom.current = document.activeElement;
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (openedFrom.current instanceof HTMLElement) openedFrom.current.focus();
          }}
          {...(description ? {} : { 'aria-describedby': undefined })}
        >
          <div className="mb-4 flex items-start justify-between gap-3">
            <div>
              <Base.Title className="text-xl font-bold">{title}</Base.Title>
              {description ? (
                <Base.Description asChild>
                  <div className="text-soft mt-1">{description}</div>
                </Base.Description>
              ) : null}
            </div>
            <Base.Close asChild>
              <Button
                look="quiet"
                size="icon"
                aria-label={t`Close`}
                disabled={isHeld}
                className="-mt-1 -mr-2 shrink-0"
              >
                <X />
              </Button>
            </Base.Close>
          </div>
          <HoldDialog value={setHolders}>{children}</HoldDialog>
        </Base.Content>
      </Base.Portal>
    </Base.Root>
  );
}

/** The row of buttons that ends a dialog; the main act comes last and sits on top on a phone. */
export function DialogActions({ children }: { children: ReactNode }) {
  return <div className="mt-6 flex flex-col-reverse gap-2 sm:flex-row sm:justify-end">{children}</div>;
}
