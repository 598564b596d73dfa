import type { Me } from '@coinslot/shared/http/me.ts';
import { t } from '@lingui/core/macro';
import { NavLink } from 'react-router';
import { classNames } from '../../lib/class-names.ts';
import { say } from '../../words/say.ts';
import { mainItems } from './navigation.ts';

/** The main navigation of a phone, within reach of a thumb. */
export function BottomBar({ me }: { me: Me }) {
  return (
    <nav
      aria-label={t`Main`}
      className="border-line bg-panel fixed inset-x-0 bottom-0 z-30 flex border-t pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {mainItems(me).map(({ to, label, icon: Icon }) => (
        <NavLink
          key={to}
          to={to}
          className={({ isActive }) =>
            classNames(
              'flex min-h-15 flex-1 flex-col items-center justify-center gap-0.5 text-[0.72rem] font-semibold -outline-offset-3',
              isActive ? 'text-ink shadow-[inset_0_3px_0_var(--coin)]' : 'text-soft',
            )
          }
        >
          <Icon aria-hidden className="size-5.5" />
          {say(label)}
        </NavLink>
      ))}
    </nav>
  );
}
