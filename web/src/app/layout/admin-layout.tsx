import { t } from '@lingui/core/macro';
import { useEffect, useRef } from 'react';
import { NavLink, Navigate, Outlet, useLocation } from 'react-router';
import { useSignedIn } from '../../features/accounts/api/use-signed-in.ts';
import { classNames } from '../../lib/class-names.ts';
import { say } from '../../words/say.ts';
import { paths } from '../paths.ts';
import { NotFoundPage } from '../routes/not-found-page.tsx';
import { adminItems } from './navigation.ts';

/** Admin pages with their own row of links; for everyone else they do not exist. */
export function AdminLayout() {
  const me = useSignedIn();
  const { pathname } = useLocation();
  const items = me ? adminItems(me) : [];
  const first = items[0];
  const nav = useRef<HTMLElement>(null);
  const shown = items.find((item) => pathname.startsWith(item.to))?.to;
  useEffect(() => showLink(nav.current, shown), [nav, shown]);
  if (!first) return <NotFoundPage />;
  if (pathname === paths.admin) return <Navigate to={first.to} replace />;
  if (!items.some((item) => pathname.startsWith(item.to))) return <NotFoundPage />;
  return (
    <>
      <nav
        ref={nav}
        aria-label={t`Admin`}
        // On a phone the row scrolls; its faded end says so.
        className="border-line -mx-4 mb-6 flex gap-1 overflow-x-auto border-b pr-10 pl-4 max-md:[mask-image:linear-gradient(to_right,#000_calc(100%-2.5rem),transparent)] sm:mx-0 sm:pl-0"
      >
        {items.map((item) => (
          <NavLink
            key={item.to}
            to={item.to}
            className={({ isActive }) =>
              classNames(
                'rounded-t-lg px-3 py-2.5 font-semibold whitespace-nowrap -outline-offset-3 hover:text-ink',
                isActive ? 'text-ink shadow-[inset_0_-3px_0_var(--coin)]' : 'text-soft',
              )
            }
          >
            {say(item.label)}
          </NavLink>
        ))}
      </nav>
      <Outlet />
    </>
  );
}

/** Scrolls the row of links, and nothing else, until the link to this page stands in its middle. */
function showLink(nav: HTMLElement | null, to: string | undefined): void {
  const link = nav?.querySelector<HTMLElement>(`a[href="${to}"]`);
  if (nav && link) nav.scrollLeft = link.offsetLeft - (nav.clientWidth - link.offsetWidth) / 2;
}
