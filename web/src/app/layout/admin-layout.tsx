import { t } from '@lingui/core/macro';
import { useEffect, useRef } from 'react';
import { Link, Navigate, Outlet, useLocation } from 'react-router';
import { useSignedIn } from '../../features/accounts/api/use-signed-in.ts';
import { classNames } from '../../lib/class-names.ts';
import { LinkTabs } from '../../ui/link-tabs.tsx';
import { showInRow } from '../../ui/show-in-row.ts';
import { say } from '../../words/say.ts';
import { paths } from '../paths.ts';
import { NotFoundPage } from '../routes/not-found-page.tsx';
import { type AdminGroup, adminGroups, findAdminItem } from './admin-navigation.ts';

/** Admin pages under two rows of links, groups and their pages; for everyone else they do not exist. */
export function AdminLayout() {
  const me = useSignedIn();
  const { pathname } = useLocation();
  const groups = me ? adminGroups(me) : [];
  const first = groups[0]?.items[0];
  const found = findAdminItem(groups, pathname);
  if (!first) return <NotFoundPage />;
  if (!found) return pathname === paths.admin ? <Navigate to={first.to} replace /> : <NotFoundPage />;
  // The overview's address begins all the others.
  const pages = found.group.items.map(({ to, label }) => ({
    to,
    label: say(label),
    end: to === paths.admin,
  }));
  return (
    <>
      <GroupLinks groups={groups} shown={found.group} />
      {pages.length > 1 ? <LinkTabs label={say(found.group.label)} items={pages} /> : null}
      <Outlet />
    </>
  );
}

function GroupLinks({ groups, shown }: { groups: readonly AdminGroup[]; shown: AdminGroup }) {
  const nav = useRef<HTMLElement>(null);
  const at = groups.indexOf(shown);
  useEffect(() => showInRow(nav.current, nav.current?.children[at]), [nav, at]);
  return (
    <nav
      ref={nav}
      aria-label={t`Admin`}
      // On a phone the row scrolls; its faded ends say so.
      className="-mx-4 mb-3 flex gap-1.5 overflow-x-auto py-1 pr-10 pl-4 max-md:[mask-image:linear-gradient(to_right,transparent,#000_1rem,#000_calc(100%-2.5rem),transparent)] sm:mx-0 sm:pl-1"
    >
      {groups.map((group) => (
        <Link
          key={group.label.id}
          to={group.items[0]?.to ?? paths.admin}
          aria-current={group === shown ? 'true' : undefined}
          className={classNames(
            'rounded-full px-3.5 py-1.5 text-sm font-semibold whitespace-nowrap ring-inset',
            group === shown ? 'bg-ink text-paper' : 'bg-panel text-soft ring-1 ring-line hover:text-ink',
          )}
        >
          {say(group.label)}
        </Link>
      ))}
    </nav>
  );
}
