import { Trans } from '@lingui/react/macro';
import { Suspense, lazy } from 'react';
import { Outlet, useLocation } from 'react-router';
import { useMe } from '../../features/accounts/api/get-me.ts';
import { ConfirmHost } from '../../features/security/components/confirm-host.tsx';
import { useHouseName } from '../../features/site/use-house-name.ts';
import { HouseName } from '../../lib/house-name.ts';
import { ReadOnly } from '../../ui/read-only.ts';
import { SkeletonList } from '../../ui/skeleton.tsx';
import { BottomBar } from './bottom-bar.tsx';
import { ConnectionBanner } from './connection-banner.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { PageFoot } from './page-foot.tsx';
import { SiteFooter } from './site-footer.tsx';
import { SiteHeader } from './site-header.tsx';
import { usePageChange } from './use-page-change.ts';

const Notifications = lazy(async () => ({ default: (await import('./notifications.tsx')).Notifications }));

const SetupBanner = lazy(async () => ({ default: (await import('./setup-banner.tsx')).SetupBanner }));

const Banners = lazy(async () => ({
  default: (await import('../../features/announcements/components/banners.tsx')).Banners,
}));

/** The frame of every page. A page that breaks leaves the frame standing. */
export function SiteLayout() {
  const me = useMe().data;
  const houseName = useHouseName();
  const { pathname } = useLocation();
  const main = usePageChange(pathname);
  return (
    <HouseName value={houseName}>
      <ReadOnly value={Boolean(me?.viewingAs)}>
        <a
          href="#main"
          className="bg-coin text-coin-ink fixed top-2 left-2 z-50 -translate-y-20 rounded-lg px-4 py-2 font-semibold opacity-0 focus:translate-y-0 focus:opacity-100"
        >
          <Trans>Skip to content</Trans>
        </a>
        <SiteHeader me={me} />
        <ConnectionBanner />
        <main
          id="main"
          ref={main}
          tabIndex={-1}
          // As tall as the window: the foot comes below it, and what loads late does not push it through the picture.
          className="mx-auto min-h-[calc(100dvh-4rem)] max-w-6xl px-4 pt-6 outline-none sm:px-6 sm:pt-10"
        >
          <ErrorBoundary key={pathname}>
            <Suspense fallback={<SkeletonList />}>
              <Outlet />
            </Suspense>
          </ErrorBoundary>
        </main>
        <SiteFooter isMember={Boolean(me)} />
        <PageFoot aboveBar={Boolean(me)}>
          <Suspense fallback={null}>
            <SetupBanner />
            {me ? <Banners /> : null}
          </Suspense>
        </PageFoot>
        {me ? <BottomBar me={me} /> : null}
        <Suspense fallback={null}>
          <Notifications me={me} />
        </Suspense>
        <ConfirmHost />
      </ReadOnly>
    </HouseName>
  );
}
