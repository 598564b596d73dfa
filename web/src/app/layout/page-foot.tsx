import { type ReactNode, useEffect, useRef } from 'react';
import { classNames } from '../../lib/class-names.ts';

/**
 * What stays at the window's lower edge: laid over the page, whose end comes above it. It stands in the page after everything else,
 * so it takes its own room there, however tall it is, and pushes nothing down when it comes late.
 */
export function PageFoot({ aboveBar, children }: { aboveBar: boolean; children: ReactNode }) {
  const foot = useRef<HTMLDivElement>(null);
  useEffect(() => (foot.current ? tellHeight(foot.current) : undefined), []);
  return (
    <div
      ref={foot}
      className={classNames(
        // Beside what it holds, the page below is still there to be pressed.
        'pointer-events-none sticky z-20',
        aboveBar ? 'bottom-[calc(3.75rem+env(safe-area-inset-bottom))] md:bottom-0' : 'bottom-0',
      )}
    >
      {children}
    </div>
  );
}

// styles.css keeps what has the focus above it.
function tellHeight(foot: HTMLElement): () => void {
  const { style } = document.documentElement;
  const observer = new ResizeObserver(() => style.setProperty('--foot-height', `${foot.offsetHeight}px`));
  observer.observe(foot);
  return () => {
    observer.disconnect();
    style.removeProperty('--foot-height');
  };
}
