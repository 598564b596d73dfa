import { t } from '@lingui/core/macro';
import type { StreamStatus } from '../../lib/streams/watch-stream.ts';
import { keepTerminal, readKeptTerminal } from './kept-terminal.ts';
import { openScreen } from './open-screen.ts';
import { bytesOfKey, type Held, type SpecialKey, withHeldKeys } from './special-keys.ts';
import { type TerminalEnd, watchTerminal } from './watch-terminal.ts';

export type TerminalState = { status: StreamStatus; end: TerminalEnd | null; held: Held };

/**
 * Ends a sequence that was cut in two (CAN), goes back from a program's full screen, lets the mouse go, which DECSTR does not, and sets
 * the other modes as at the start.
 */
const leaveModes = '\u0018\u001B[?1049l\u001B[?1000;1002;1003;1006l\u001B[!p';

const nothingHeld: Held = { ctrl: false, alt: false };
export const firstTerminalState: TerminalState = { status: 'connecting', end: null, held: nothingHeld };

type TerminalOptions = {
  machineId: string;
  host: HTMLElement;
  screenReader: boolean;
  onState: (state: TerminalState) => void;
  onLeave: () => void;
};

export type OpenTerminal = {
  press: (key: SpecialKey) => void;
  paste: (text: string) => void;
  /** The selected text, or what stands in the window. */
  text: () => string;
  focus: () => void;
  setScreenReader: (on: boolean) => void;
  /** Ends the shell. */
  end: () => void;
  /** Leaves the shell for a page that comes back. */
  close: () => void;
};

/** A terminal on a machine, drawn into `host`: the one that this tab had open, or a new one. */
export function openTerminal({
  machineId,
  host,
  screenReader,
  onState,
  onLeave,
}: TerminalOptions): OpenTerminal {
  let state = firstTerminalState;
  /** Bytes not shown yet that an earlier screen showed: what a program asked there was answered then, and is not typed into the shell again. */
  let replaying = 0;
  const change = (changes: Partial<TerminalState>): void => {
    state = { ...state, ...changes };
    onState(state);
  };
  const screen = openScreen({
    host,
    screenReader,
    onTyped: (text) => {
      if (replaying > 0) return;
      line.type(withHeldKeys(text, state.held));
      if (state.held !== nothingHeld) change({ held: nothingHeld });
    },
    onResize: (size) => line.resize(size),
    onLeave,
  });
  const line = watchTerminal({
    machineId,
    terminalId: readKeptTerminal(machineId),
    size: screen.size,
    onBytes: (bytes) =>
      screen.write(bytes, () => {
        replaying = Math.max(0, replaying - bytes.length);
      }),
    onTerminal: ({ id, isOther, isGap, replayed }) => {
      replaying = replayed;
      keepTerminal(machineId, id);
      // What the one before printed stays to be read; its colours, modes and full-screen programs do not.
      if (isOther)
        screen.write(
          `${leaveModes}\r\n\u001B[2m${t`— this is a new shell: the one before has ended —`}\u001B[0m\r\n`,
        );
      if (isGap) screen.write(`\r\n\u001B[2m${t`… some lines were not kept …`}\u001B[0m\r\n`);
    },
    onEnd: (end) => {
      keepTerminal(machineId, null);
      change({ status: 'ended', end });
    },
    onStatus: (status) => {
      if (status === 'ended') keepTerminal(machineId, null);
      change({ status });
    },
  });
  screen.focus();

  function press(key: SpecialKey): void {
    const { held } = state;
    const bytes = bytesOfKey(key, screen.applicationCursor());
    if (bytes === null) {
      change({ held: key === 'Ctrl' ? { ...held, ctrl: !held.ctrl } : { ...held, alt: !held.alt } });
      return;
    }
    // An arrow is several bytes: Ctrl says nothing about them.
    line.type(withHeldKeys(bytes, { ctrl: held.ctrl && bytes.length === 1, alt: held.alt }));
    change({ held: nothingHeld });
  }

  return {
    press,
    paste: screen.paste,
    text: screen.text,
    focus: screen.focus,
    setScreenReader: screen.setScreenReader,
    end: line.end,
    close: () => {
      line.close();
      screen.close();
    },
  };
}
