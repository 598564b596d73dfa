import { t } from '@lingui/core/macro';
import { ClipboardPaste, Copy, Ear, Maximize2, Minimize2, X } from 'lucide-react';
import type { Ref } from 'react';
import { toast } from 'sonner';
import { copyText } from '../../../lib/copy-text.ts';
import { Button } from '../../../ui/button.tsx';

type TerminalToolsProps = {
  firstRef: Ref<HTMLButtonElement>;
  /** What Copy takes. */
  text: () => string;
  onPaste: () => void;
  screenReader: boolean;
  onScreenReader: (on: boolean) => void;
  isWide: boolean;
  onWide: (wide: boolean) => void;
  onClose: () => void;
};

/** The buttons above a terminal; the first is where the focus goes when it leaves the terminal. */
export function TerminalTools(props: TerminalToolsProps) {
  const { firstRef, text, onPaste, screenReader, onScreenReader, isWide, onWide, onClose } = props;
  async function copy(): Promise<void> {
    if (await copyText(text())) toast.success(t`Copied`);
    else toast.error(t`Copying failed: select the text instead`);
  }
  const tools = [
    { label: t`Copy the selection, or the window`, icon: <Copy aria-hidden />, act: () => void copy() },
    { label: t`Paste`, icon: <ClipboardPaste aria-hidden />, act: onPaste },
    {
      label: t`Read the terminal out (screen reader)`,
      icon: <Ear aria-hidden />,
      act: () => onScreenReader(!screenReader),
      pressed: screenReader,
    },
    {
      label: isWide ? t`Back to the page` : t`Fill the window`,
      icon: isWide ? <Minimize2 aria-hidden /> : <Maximize2 aria-hidden />,
      act: () => onWide(!isWide),
    },
    { label: t`Close the terminal`, icon: <X aria-hidden />, act: onClose },
  ];
  return (
    <div role="toolbar" aria-label={t`Terminal`} className="flex gap-1">
      {tools.map(({ label, icon, act, pressed }, at) => (
        <Button
          key={label}
          look="quiet"
          size="icon"
          aria-label={label}
          title={label}
          aria-pressed={pressed}
          className="aria-pressed:bg-coin-wash"
          onClick={act}
          {...(at === 0 ? { ref: firstRef } : {})}
        >
          {icon}
        </Button>
      ))}
    </div>
  );
}
