import { Route, Routes } from 'react-router';
import { adminPages as pages } from './admin-pages.ts';
import { AdminLayout } from './layout/admin-layout.tsx';
import { NotFoundPage } from './routes/not-found-page.tsx';

/** The pages for admins. A part of its own, so that members do not load its list. */
export function AdminRoutes() {
  return (
    <Routes>
      <Route element={<AdminLayout />}>
        <Route index element={<pages.Overview />} />
        <Route path="incidents" element={<pages.Incidents />} />
        <Route path="incidents/closed" element={<pages.ClosedIncidents />} />
        <Route path="incidents/:id" element={<pages.Incident />} />
        <Route path="fleet" element={<pages.Fleet />} />
        <Route path="machines" element={<pages.Machines />} />
        <Route path="machines/:id" element={<pages.Machine />} />
        <Route path="machines/:id/live-view" element={<pages.Screen />} />
        <Route path="pools" element={<pages.Pools />} />
        <Route path="pools/new" element={<pages.Pool />} />
        <Route path="pools/:id" element={<pages.Pool />} />
        <Route path="products" element={<pages.Products />} />
        <Route path="products/new" element={<pages.Product />} />
        <Route path="products/:id" element={<pages.Product />} />
        <Route path="labs" element={<pages.Labs />} />
        <Route path="labs/new" element={<pages.LabEdit />} />
        <Route path="labs/:id" element={<pages.Lab />} />
        <Route path="labs/:id/edit" element={<pages.LabEdit />} />
        <Route path="labs/:id/seats/new" element={<pages.Seat />} />
        <Route path="labs/:id/seats/:seatId" element={<pages.Seat />} />
        <Route path="vouchers" element={<pages.Vouchers />} />
        <Route path="vouchers/new" element={<pages.VoucherNew />} />
        <Route path="vouchers/:id" element={<pages.Voucher />} />
        <Route path="users" element={<pages.Users />} />
        <Route path="users/:id" element={<pages.User />} />
        <Route path="roles" element={<pages.Roles />} />
        <Route path="roles/new" element={<pages.Role />} />
        <Route path="roles/:name" element={<pages.Role />} />
        <Route path="announcements" element={<pages.Announcements />} />
        <Route path="announcements/new" element={<pages.Announcement />} />
        <Route path="announcements/:id" element={<pages.Announcement />} />
        <Route path="outbox" element={<pages.Outbox />} />
        <Route path="outbox/:id" element={<pages.Message />} />
        <Route path="settings" element={<pages.Settings />}>
          <Route index element={<pages.SettingsGeneral />} />
          <Route path="members" element={<pages.SettingsMembers />} />
          <Route path="welcome" element={<pages.SettingsWelcome />} />
          <Route path="sign-in" element={<pages.SettingsSignIn />} />
          <Route path="sign-in/:provider" element={<pages.SettingsProvider />} />
          <Route path="discord" element={<pages.SettingsDiscord />} />
          <Route path="mail" element={<pages.SettingsMail />} />
          <Route path="tunnels" element={<pages.SettingsTunnels />} />
          <Route path="alerts" element={<pages.SettingsAlerts />} />
          <Route path="terms" element={<pages.SettingsText key="terms" page="terms" />} />
          <Route path="privacy" element={<pages.SettingsText key="privacy" page="privacy" />} />
        </Route>
        <Route path="audit" element={<pages.Audit />} />
        <Route path="*" element={<NotFoundPage />} />
      </Route>
    </Routes>
  );
}
