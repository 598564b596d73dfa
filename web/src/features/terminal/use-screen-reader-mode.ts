import { useState } from 'react';

const key = 'terminal for screen readers';

/** Whether terminals are read out; remembered in this browser, because it costs speed and is needed every time or never. */
export function useScreenReaderMode(): [boolean, (on: boolean) => void] {
  const [on, setOn] = useState(read);
  return [
    on,
    (next) => {
      setOn(next);
      try {
        localStorage.setItem(key, String(next));
      } catch {
        // Without storage it holds until the page is left.
      }
    },
  ];
}

function read(): boolean {
  try {
    return localStorage.getItem(key) === 'true';
  } catch {
    return false;
  }
}
