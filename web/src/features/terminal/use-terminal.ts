import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { firstTerminalState, type OpenTerminal, openTerminal } from './open-terminal.ts';

type Options = { machineId: string; screenReader: boolean; onLeave: () => void };

/** A terminal of one machine, for the life of the component, in the element that `host` is given to. */
export function useTerminal({ machineId, screenReader, onLeave }: Options) {
  const host = useRef<HTMLDivElement>(null);
  const terminal = useRef<OpenTerminal>(null);
  const [state, setState] = useState(firstTerminalState);
  const leave = useEffectEvent(onLeave);
  const open = useEffectEvent((element: HTMLElement) =>
    openTerminal({ machineId, host: element, screenReader, onState: setState, onLeave: () => leave() }),
  );

  useEffect(() => {
    if (!host.current) return undefined;
    const opened = open(host.current);
    terminal.current = opened;
    return () => {
      terminal.current = null;
      opened.close();
    };
  }, []);

  useEffect(() => terminal.current?.setScreenReader(screenReader), [screenReader]);
  return { host, terminal, state };
}
