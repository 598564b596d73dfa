import { plural, t } from '@lingui/core/macro';
import { Bell as BellIcon } from 'lucide-react';
import { Link } from 'react-router';
import { paths } from '../../../app/paths.ts';
import { useUnreadCount } from '../api/count-unread.ts';

const shownMax = 99;

/** The way to the notifications, with how many are unread. */
export function Bell() {
  const unread = useUnreadCount().data ?? 0;
  const label =
    unread === 0
      ? t`Notifications`
      : plural(unread, { one: 'Notifications: # unread', other: 'Notifications: # unread' });
  return (
    <Link
      to={paths.notifications}
      aria-label={label}
      title={label}
      className="hover:bg-sunk relative grid size-10 place-items-center rounded-xl"
    >
      <BellIcon aria-hidden className="size-4.5" />
      {unread > 0 ? (
        <span
          aria-hidden
          className="bg-coin text-coin-ink absolute top-0.5 right-0 min-w-4.5 rounded-full px-1 text-center text-[0.68rem] leading-4.5 font-bold tabular-nums"
        >
          {unread > shownMax ? `${shownMax}+` : unread}
        </span>
      ) : null}
    </Link>
  );
}
