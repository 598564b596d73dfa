import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useRef, useState } from 'react';
import { classNames } from '../../../lib/class-names.ts';
import type { StreamStatus } from '../../../lib/streams/watch-stream.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { describeTerminal } from '../describe-terminal.ts';
import { useAlone } from '../use-alone.ts';
import { useScreenReaderMode } from '../use-screen-reader-mode.ts';
import { useTerminal } from '../use-terminal.ts';
import { useWindowHeight } from '../use-window-height.ts';
import { KeyBar } from './key-bar.tsx';
import { PasteField } from './paste-field.tsx';
import { TerminalTools } from './terminal-tools.tsx';

const over: ReadonlySet<StreamStatus> = new Set(['ended', 'too_many', 'unreachable']);

type TerminalPanelProps = {
  machineId: string;
  machineName: string;
  /** Whether the machine takes another one now. */
  mayOpen: boolean;
  /** Begins a new one in the place of this. */
  onAgain: () => void;
  onClose: () => void;
};

/** A terminal on the machine, with its buttons, the keys that phones lack, and what happened to its line. */
export function TerminalPanel({ machineId, machineName, mayOpen, onAgain, onClose }: TerminalPanelProps) {
  const firstTool = useRef<HTMLButtonElement>(null);
  const [screenReader, setScreenReader] = useScreenReaderMode();
  // On a phone the page around it would leave room for a few lines only.
  const [isWide, setWide] = useState(() => window.matchMedia('(max-width: 639px)').matches);
  const [pasting, setPasting] = useState(false);
  const panel = useRef<HTMLDivElement>(null);
  const height = useWindowHeight(isWide);
  useAlone(panel, isWide);
  const { host, terminal, state } = useTerminal({
    machineId,
    screenReader,
    onLeave: () => firstTool.current?.focus(),
  });
  const { label, tone, sentence } = describeTerminal(state.status, state.end);
  const mayAgain = mayOpen && over.has(state.status);

  function sendPasted(text: string): void {
    setPasting(false);
    terminal.current?.paste(text);
    terminal.current?.focus();
  }

  async function paste(): Promise<void> {
    // Only on https and localhost, and only when the member allows it.
    const text = await navigator.clipboard?.readText().catch(() => null);
    if (text) sendPasted(text);
    else setPasting(true);
  }

  return (
    <div
      ref={panel}
      className={classNames(
        'flex flex-col gap-2',
        isWide ? 'bg-panel fixed inset-x-0 top-0 z-50 p-2' : 'h-[30rem]',
      )}
      style={isWide ? { height } : undefined}
    >
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p role="status" className="flex items-center gap-2 text-sm">
          <Badge tone={tone}>{label}</Badge>
          <span className={isWide ? 'font-semibold' : 'sr-only'}>{machineName}</span>
        </p>
        <TerminalTools
          firstRef={firstTool}
          text={() => terminal.current?.text() ?? ''}
          onPaste={() => void paste()}
          screenReader={screenReader}
          onScreenReader={setScreenReader}
          isWide={isWide}
          onWide={(wide) => {
            setWide(wide);
            terminal.current?.focus();
          }}
          onClose={() => {
            terminal.current?.end();
            onClose();
          }}
        />
      </div>
      {sentence ? (
        <div role="status" className="bg-sunk flex flex-wrap items-center gap-3 rounded-xl px-3.5 py-2">
          <p className="flex-1 basis-52">{sentence}</p>
          {mayAgain ? (
            <Button size="small" onClick={onAgain}>
              <Trans>Open a new one</Trans>
            </Button>
          ) : null}
        </div>
      ) : null}
      {pasting ? <PasteField onPaste={sendPasted} onCancel={() => setPasting(false)} /> : null}
      <div className="bg-screen min-h-0 flex-1 overflow-hidden rounded-xl p-2">
        <div ref={host} data-testid="terminal" className="h-full" />
      </div>
      <KeyBar held={state.held} onPress={(key) => terminal.current?.press(key)} />
      <p className="text-soft text-sm max-sm:sr-only">{t`Ctrl + Shift + Enter leaves the terminal with the keyboard.`}</p>
    </div>
  );
}
