import { useEffect, useRef } from 'react';
import { NavLink, useLocation } from 'react-router';
import { classNames } from '../lib/class-names.ts';
import { showInRow } from './show-in-row.ts';

type LinkTabsProps = {
  /** What the row is of, for screen readers. */
  label: string;
  /** Each with an address of its own; `end` when its address begins the others' too. */
  items: readonly { to: string; label: string; end?: boolean }[];
};

/** Parts of a page that have addresses of their own. On a phone the row scrolls; its faded ends say so. */
export function LinkTabs({ label, items }: LinkTabsProps) {
  const { pathname } = useLocation();
  const nav = useRef<HTMLElement>(null);
  useEffect(
    () => showInRow(nav.current, nav.current?.querySelector(`a[href="${pathname}"]`)),
    [nav, pathname],
  );
  return (
    <nav
      ref={nav}
      aria-label={label}
      className="border-line -mx-4 mb-6 flex gap-1 overflow-x-auto border-b pr-10 pl-4 max-md:[mask-image:linear-gradient(to_right,transparent,#000_1rem,#000_calc(100%-2.5rem),transparent)] sm:mx-0 sm:pl-0"
    >
      {items.map((item) => (
        <NavLink
          key={item.to}
          to={item.to}
          end={item.end ?? false}
          className={({ isActive }) =>
            classNames(
              'rounded-t-lg px-3 py-2.5 font-semibold whitespace-nowrap -outline-offset-3 hover:text-ink',
              isActive ? 'text-ink shadow-[inset_0_-3px_0_var(--coin)]' : 'text-soft',
            )
          }
        >
          {item.label}
        </NavLink>
      ))}
    </nav>
  );
}
