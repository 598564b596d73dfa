import { NavLink, Navigate, Outlet, useLocation } from 'react-router';
import { useSignedIn } from '../../features/accounts/api/use-signed-in.ts';
import { classNames } from '../../lib/class-names.ts';
import { paths } from '../paths.ts';
import { NotFoundPage } from '../routes/not-found-page.tsx';
import { adminItems } from './navigation.ts';

/** Admin pages with their own row of links; for everyone else they do not exist. */
export function AdminLayout() {
  const me = useSignedIn();
  const { pathname } = useLocation();
  const items = me ? adminItems(me) : [];
  const first = items[0];
  if (!first) return <NotFoundPage />;
  if (pathname === paths.admin) return <Navigate to={first.to} replace />;
  if (!items.some((item) => pathname.startsWith(item.to))) return <NotFoundPage />;
  return (
    <>
      <nav
        aria-label="Admin"
        className="border-line -mx-4 mb-6 flex gap-1 overflow-x-auto border-b px-4 sm:mx-0 sm:px-0"
      >
        {items.map((item) => (
          <NavLink
            key={item.to}
            to={item.to}
            className={({ isActive }) =>
              classNames(
                'rounded-t-lg px-3 py-2.5 font-semibold whitespace-nowrap text-soft -outline-offset-3 hover:text-ink',
                isActive && 'text-ink shadow-[inset_0_-3px_0_var(--coin)]',
              )
            }
          >
            {item.label}
          </NavLink>
        ))}
      </nav>
      <Outlet />
    </>
  );
}
