import '../lib/history-gate.ts';
import { Suspense, lazy } from 'react';
import { BrowserRouter, Route, Routes } from 'react-router';
import { LoadingPage } from './layout/loading-page.tsx';
import { RequireMember } from './layout/require-member.tsx';
import { SiteLayout } from './layout/site-layout.tsx';
import { pages } from './pages.ts';

const AccountLayout = lazy(async () => ({
  default: (await import('./layout/account-layout.tsx')).AccountLayout,
}));
const AdminRoutes = lazy(async () => ({ default: (await import('./admin-routes.tsx')).AdminRoutes }));

/**
 * The table of contents: every page, each loaded when it is first opened; those of admins in admin-routes.tsx. Links are
 * made in paths.ts.
 * The declarative router, because the data router would add 15 kB to the first load and TanStack Query loads our data.
 */
export function Router() {
  return (
    <BrowserRouter>
      <Suspense fallback={<LoadingPage />}>
        <Routes>
          <Route element={<SiteLayout />}>
            <Route path="/" element={<pages.Landing />} />
            <Route path="/sign-in" element={<pages.SignIn />} />
            <Route path="/sign-in/second-factor" element={<pages.SecondFactor />} />
            <Route path="/register" element={<pages.Register />} />
            <Route path="/forgot-password" element={<pages.ForgotPassword />} />
            <Route path="/reset-password" element={<pages.ResetPassword />} />
            <Route path="/verify-email" element={<pages.VerifyEmail />} />
            <Route path="/terms" element={<pages.Terms />} />
            <Route path="/privacy" element={<pages.Privacy />} />
            <Route path="/setup" element={<pages.Setup />} />
            <Route element={<RequireMember />}>
              <Route path="/shop" element={<pages.Shop />} />
              <Route path="/machines" element={<pages.Machines />} />
              <Route path="/machines/:id" element={<pages.Machine />} />
              <Route path="/wallet" element={<pages.Wallet />} />
              <Route path="/redeem" element={<pages.Redeem />} />
              <Route path="/announcements" element={<pages.Announcements />} />
              <Route path="/notifications" element={<pages.Notifications />} />
              <Route path="/device" element={<pages.Device />} />
              <Route path="/account" element={<AccountLayout />}>
                <Route index element={<pages.Account />} />
                <Route path="ways-in" element={<pages.AccountWays />} />
                <Route path="security" element={<pages.AccountSecurity />} />
                <Route path="keys" element={<pages.AccountKeys />} />
                <Route path="discord" element={<pages.AccountDiscord />} />
                <Route path="notifications" element={<pages.AccountNotifications />} />
                <Route path="data" element={<pages.AccountData />} />
              </Route>
              <Route path="/admin/*" element={<AdminRoutes />} />
            </Route>
            <Route path="*" element={<pages.NotFound />} />
          </Route>
        </Routes>
      </Suspense>
    </BrowserRouter>
  );
}
