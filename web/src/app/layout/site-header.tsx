import type { Me } from '@coinslot/shared/http/me.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Suspense, lazy, use } from 'react';
import { Link, NavLink } from 'react-router';
import { spendable } from '../../features/wallet/spendable.ts';
import { classNames } from '../../lib/class-names.ts';
import { HouseName } from '../../lib/house-name.ts';
import { Button } from '../../ui/button.tsx';
import { Coins } from '../../ui/coins.tsx';
import { say } from '../../words/say.ts';
import { paths } from '../paths.ts';
import { MemberBars } from './member-bars.tsx';
import { mainItems } from './navigation.ts';
import { ThemeToggle } from './theme-toggle.tsx';

const Bell = lazy(async () => ({
  default: (await import('../../features/notifications/components/bell.tsx')).Bell,
}));

/** `me`: undefined while unknown, null when signed out. */
export function SiteHeader({ me }: { me: Me | null | undefined }) {
  const houseName = use(HouseName);
  return (
    <header className="border-line bg-paper/95 sticky top-0 z-30 border-b backdrop-blur">
      <div className="mx-auto flex h-16 max-w-6xl items-center gap-3 px-4 sm:px-6">
        <Link
          to={me ? paths.shop : paths.landing}
          className="font-display flex min-w-0 items-center gap-2.5 rounded-lg text-xl font-extrabold tracking-tight"
        >
          <span
            aria-hidden
            className="ring-line grid size-8 shrink-0 place-items-center rounded-[0.6rem] bg-[#2b1d3a] ring-1"
          >
            <span className="bg-coin grid size-5 place-items-center rounded-full">
              <span className="bg-coin-ink h-3 w-1 rounded-full" />
            </span>
          </span>
          {/* The smallest phones need its place for what stands at the right. */}
          <span className="truncate max-[24rem]:sr-only" title={houseName}>
            {houseName}
          </span>
        </Link>
        {me ? <MainLinks me={me} /> : null}
        <div className="ml-auto flex shrink-0 items-center gap-1.5">
          {me ? (
            <Link
              to={paths.wallet}
              aria-label={t`${spendable(me.wallet)} coins to spend: open the wallet`}
              className="border-line bg-panel hover:bg-sunk flex min-h-10 items-center rounded-full border px-3.5 font-bold"
            >
              <Coins coins={spendable(me.wallet)} />
            </Link>
          ) : null}
          {me ? (
            <Suspense fallback={<span className="size-10" />}>
              <Bell />
            </Suspense>
          ) : null}
          <ThemeToggle />
          {me === null ? <VisitorLinks /> : null}
        </div>
      </div>
      {me ? <MemberBars me={me} /> : null}
    </header>
  );
}

function MainLinks({ me }: { me: Me }) {
  return (
    <nav aria-label={t`Main`} className="ml-4 hidden shrink-0 items-center gap-1 md:flex">
      {mainItems(me).map((item) => (
        <NavLink
          key={item.to}
          to={item.to}
          className={({ isActive }) =>
            classNames(
              'rounded-lg px-3 py-2 font-semibold hover:bg-sunk hover:text-ink',
              isActive ? 'bg-sunk text-ink shadow-[inset_0_-3px_0_var(--coin)]' : 'text-soft',
            )
          }
        >
          {say(item.label)}
        </NavLink>
      ))}
    </nav>
  );
}

function VisitorLinks() {
  return (
    <>
      <Button asChild look="quiet" size="small">
        <Link to={paths.signIn}>
          <Trans>Sign in</Trans>
        </Link>
      </Button>
      <Button asChild look="coin" size="small">
        <Link to={paths.register}>
          <Trans>Register</Trans>
        </Link>
      </Button>
    </>
  );
}
