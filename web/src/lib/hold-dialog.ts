import { createContext, type Dispatch, type SetStateAction, useContext, useEffect } from 'react';

/** What a dialog gives to what stands in it: the number of acts that keep it open. */
export const HoldDialog = createContext<Dispatch<SetStateAction<number>> | null>(null);

/**
 * Keeps the dialog in which this is drawn, if it is in one, open while `holds`. An act repeats itself until the server is back: whoever
 * closed its form meanwhile and sent it anew would do it twice, for the second one is another act.
 */
export function useHoldDialog(holds: boolean): void {
  const setHolders = useContext(HoldDialog);
  useEffect(() => {
    if (!holds) return undefined;
    setHolders?.((count) => count + 1);
    return () => setHolders?.((count) => count - 1);
  }, [holds, setHolders]);
}
