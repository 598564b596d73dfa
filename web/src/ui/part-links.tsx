import { Trans } from '@lingui/react/macro';
import { ChevronDown } from 'lucide-react';
import { NavLink, useLocation } from 'react-router';
import { classNames } from '../lib/class-names.ts';

type PartLinksProps = {
  /** What the parts are of, for screen readers. */
  label: string;
  /** Each with an address of its own; `end` when its address begins the others' too. */
  items: readonly { to: string; label: string; end?: boolean }[];
};

/** The many parts of a page as a column, for wide windows. */
export function PartColumn({ label, items }: PartLinksProps) {
  return (
    <nav aria-label={label} className="hidden lg:block">
      <Links items={items} />
    </nav>
  );
}

/** The same parts folded into one button, for narrow windows. */
export function PartMenu({ label, items }: PartLinksProps) {
  const { pathname } = useLocation();
  const here = items.findLast(({ to }) => pathname === to || pathname.startsWith(`${to}/`));
  return (
    // Another address is another menu: a closed one.
    <details key={pathname} ref={closeByItself} className="group relative lg:hidden">
      <summary className="border-line-strong bg-panel flex min-h-11 cursor-pointer list-none items-center gap-2 rounded-xl border px-4 py-2 font-semibold [&::-webkit-details-marker]:hidden">
        <span className="sr-only">{label}:</span> {here?.label ?? <Trans>Choose a part</Trans>}
        <ChevronDown aria-hidden className="size-4 transition-transform group-open:rotate-180" />
      </summary>
      <nav
        aria-label={label}
        className="border-line bg-panel shadow-card absolute right-0 z-20 mt-1 w-60 rounded-xl border p-1.5"
      >
        <Links items={items} />
      </nav>
    </details>
  );
}

function Links({ items }: Pick<PartLinksProps, 'items'>) {
  return (
    <ul className="space-y-0.5">
      {items.map((item) => (
        <li key={item.to}>
          <NavLink
            to={item.to}
            end={item.end ?? false}
            className={({ isActive }) =>
              classNames(
                'block rounded-lg px-3 py-2.5 font-semibold -outline-offset-3 hover:bg-sunk hover:text-ink',
                isActive ? 'bg-sunk text-ink shadow-[inset_3px_0_0_var(--coin)]' : 'text-soft',
              )
            }
          >
            {item.label}
          </NavLink>
        </li>
      ))}
    </ul>
  );
}

/** Closes the menu by Escape, and once something else is pressed or reached by Tab. */
function closeByItself(menu: HTMLDetailsElement): () => void {
  const listening = new AbortController();
  const { signal } = listening;
  const isInside = (target: EventTarget | null) => target instanceof Node && menu.contains(target);
  function onPress({ target }: Event): void {
    if (!isInside(target)) menu.open = false;
  }
  function onKey({ key }: KeyboardEvent): void {
    if (key === 'Tab' && !isInside(document.activeElement)) menu.open = false;
    if (key !== 'Escape' || !menu.open) return;
    menu.open = false;
    menu.querySelector('summary')?.focus();
  }
  document.addEventListener('pointerdown', onPress, { signal });
  document.addEventListener('keyup', onKey, { signal });
  return () => listening.abort();
}
