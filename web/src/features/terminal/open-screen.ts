import '@xterm/xterm/css/xterm.css';
import { t } from '@lingui/core/macro';
import { FitAddon } from '@xterm/addon-fit';
import { Terminal } from '@xterm/xterm';
import { copyText } from '../../lib/copy-text.ts';
import type { TerminalSize } from './watch-terminal.ts';

type ScreenOptions = {
  host: HTMLElement;
  screenReader: boolean;
  onTyped: (text: string) => void;
  onResize: (size: TerminalSize) => void;
  /** The keyboard's way out: the focus leaves the terminal. */
  onLeave: () => void;
};

export type Screen = {
  size: () => TerminalSize;
  /** `onShown` is called when a program's questions in it were answered, too. */
  write: (bytes: Uint8Array | string, onShown?: () => void) => void;
  paste: (text: string) => void;
  /** The selected text, or all that stands in the window when nothing is selected. */
  text: () => string;
  focus: () => void;
  setScreenReader: (on: boolean) => void;
  applicationCursor: () => boolean;
  close: () => void;
};

/** Draws a terminal into an element, always as large as that is. */
export function openScreen({ host, screenReader, onTyped, onResize, onLeave }: ScreenOptions): Screen {
  Terminal.strings.promptLabel = t`Terminal. Ctrl + Shift + Enter leaves it.`;
  Terminal.strings.tooMuchOutput = t`Too much was printed to be read out: go through the lines by hand.`;
  const style = getComputedStyle(host);
  const terminal = new Terminal({
    cursorBlink: !matchMedia('(prefers-reduced-motion: reduce)').matches,
    fontFamily: style.getPropertyValue('--font-mono') || 'monospace',
    fontSize: host.clientWidth < 600 ? 12 : 14,
    scrollback: 5000,
    screenReaderMode: screenReader,
    // What programs paint too faint is made readable.
    minimumContrastRatio: 4.5,
    theme: {
      background: style.getPropertyValue('--screen'),
      foreground: style.getPropertyValue('--screen-text'),
      cursor: style.getPropertyValue('--coin'),
      selectionBackground: '#6b5a83',
    },
  });
  const fitting = new FitAddon();
  terminal.loadAddon(fitting);
  terminal.open(host);
  fit();
  terminal.attachCustomKeyEventHandler((event) => !takesKey(event));
  terminal.onData(onTyped);
  terminal.onResize(({ cols, rows }) => onResize({ columns: cols, rows }));
  const observer = new ResizeObserver(fit);
  observer.observe(host);

  function fit(): void {
    const wanted = fitting.proposeDimensions();
    if (!wanted || !Number.isFinite(wanted.cols) || !Number.isFinite(wanted.rows)) return;
    terminal.resize(between(10, wanted.cols, 500), between(4, wanted.rows, 300));
  }

  /** Keys that are ours and not the program's. */
  function takesKey(event: KeyboardEvent): boolean {
    if (!event.ctrlKey || !event.shiftKey || event.altKey) return false;
    // The browser itself pastes: it asks nobody for permission then.
    if (event.code === 'KeyV') return true;
    if (event.type !== 'keydown') return event.key === 'Enter' || event.code === 'KeyC';
    if (event.key === 'Enter') {
      event.preventDefault();
      onLeave();
      return true;
    }
    if (event.code !== 'KeyC') return false;
    event.preventDefault();
    if (terminal.hasSelection()) void copyText(terminal.getSelection()).then(() => terminal.focus());
    return true;
  }

  return {
    size: () => ({ columns: terminal.cols, rows: terminal.rows }),
    write: (bytes, onShown) => terminal.write(bytes, onShown),
    paste: (text) => terminal.paste(text),
    text: () => (terminal.hasSelection() ? terminal.getSelection() : readWindow(terminal)),
    focus: () => terminal.focus(),
    setScreenReader: (on) => {
      terminal.options.screenReaderMode = on;
    },
    applicationCursor: () => terminal.modes.applicationCursorKeysMode,
    close: () => {
      observer.disconnect();
      terminal.dispose();
    },
  };
}

function readWindow({ buffer: { active }, rows }: Terminal): string {
  const lines = Array.from({ length: rows }, (_, at) =>
    (active.getLine(active.viewportY + at)?.translateToString(true) ?? '').trimEnd(),
  );
  return lines.join('\n').trimEnd();
}

function between(least: number, value: number, most: number): number {
  return Math.max(least, Math.min(value, most));
}
