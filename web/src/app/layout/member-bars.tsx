import type { Me } from '@coinslot/shared/http/me.ts';
import { Trans } from '@lingui/react/macro';
import { Suspense, lazy } from 'react';
import { Link } from 'react-router';
import { paths } from '../paths.ts';

const ViewAsBar = lazy(async () => ({
  default: (await import('../../features/accounts/components/view-as-bar.tsx')).ViewAsBar,
}));

/** What must be seen on every page: that somebody looks through a member's eyes, or that an admin lacks a second factor. */
export function MemberBars({ me }: { me: Me }) {
  if (me.viewingAs) {
    return (
      <Suspense fallback={<div className="bg-bad-wash h-14" />}>
        <ViewAsBar name={me.name} viewingAs={me.viewingAs} />
      </Suspense>
    );
  }
  if (!me.secondFactorNeeded) return null;
  return (
    <p className="bg-coin-wash text-coin-text px-4 py-2 text-center text-sm font-semibold">
      <Trans>
        Admins need a second factor here.{' '}
        <Link to={paths.accountSecurity} className="underline underline-offset-2">
          Set it up
        </Link>
      </Trans>
    </p>
  );
}
