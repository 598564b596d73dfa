import { useEffect, useState } from 'react';

/** The height that is left above the keyboard of a phone, in CSS pixels, while `watched`. */
export function useWindowHeight(watched: boolean): number {
  const [height, setHeight] = useState(read);
  useEffect(() => {
    const viewport = window.visualViewport;
    if (!watched || !viewport) return undefined;
    const update = () => setHeight(read());
    update();
    viewport.addEventListener('resize', update);
    return () => viewport.removeEventListener('resize', update);
  }, [watched]);
  return height;
}

function read(): number {
  return window.visualViewport?.height ?? window.innerHeight;
}
