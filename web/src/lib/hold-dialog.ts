import { createContext, useContext, useEffect } from 'react';

/** What a dialog gives to what stands in it: a way to keep it open (`true`), until it is let go again (`false`). */
export const HoldDialog = createContext<((holds: boolean) => void) | null>(null);

/**
 * Keeps the dialog in which this is drawn, if it is in one, open while `holds`. An act repeats itself until the server is back: whoever
 * closed its form meanwhile and sent it anew would do it twice, for the second one is another act.
 */
export function useHoldDialog(holds: boolean): void {
  const hold = useContext(HoldDialog);
  useEffect(() => {
    if (!holds || hold === null) return undefined;
    hold(true);
    return () => hold(false);
  }, [holds, hold]);
}
