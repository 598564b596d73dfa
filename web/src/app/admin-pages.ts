import { lazy } from 'react';

/** Every page for admins as its own file of the build; the list itself is loaded with the first of them. */
export const adminPages = {
  Overview: lazy(async () => ({
    default: (await import('./routes/admin-overview-page.tsx')).AdminOverviewPage,
  })),
  Incidents: lazy(async () => ({
    default: (await import('./routes/admin-incidents-page.tsx')).AdminIncidentsPage,
  })),
  ClosedIncidents: lazy(async () => ({
    default: (await import('./routes/admin-closed-incidents-page.tsx')).AdminClosedIncidentsPage,
  })),
  Incident: lazy(async () => ({
    default: (await import('./routes/admin-incident-page.tsx')).AdminIncidentPage,
  })),
  Fleet: lazy(async () => ({ default: (await import('./routes/admin-fleet-page.tsx')).AdminFleetPage })),
  Machines: lazy(async () => ({
    default: (await import('./routes/admin-machines-page.tsx')).AdminMachinesPage,
  })),
  Machine: lazy(async () => ({
    default: (await import('./routes/admin-machine-page.tsx')).AdminMachinePage,
  })),
  Screen: lazy(async () => ({ default: (await import('./routes/admin-screen-page.tsx')).AdminScreenPage })),
  Pools: lazy(async () => ({ default: (await import('./routes/admin-pools-page.tsx')).AdminPoolsPage })),
  Pool: lazy(async () => ({ default: (await import('./routes/admin-pool-page.tsx')).AdminPoolPage })),
  Products: lazy(async () => ({
    default: (await import('./routes/admin-products-page.tsx')).AdminProductsPage,
  })),
  Product: lazy(async () => ({
    default: (await import('./routes/admin-product-page.tsx')).AdminProductPage,
  })),
  Labs: lazy(async () => ({ default: (await import('./routes/admin-labs-page.tsx')).AdminLabsPage })),
  Lab: lazy(async () => ({ default: (await import('./routes/admin-lab-page.tsx')).AdminLabPage })),
  LabEdit: lazy(async () => ({
    default: (await import('./routes/admin-lab-edit-page.tsx')).AdminLabEditPage,
  })),
  Seat: lazy(async () => ({ default: (await import('./routes/admin-seat-page.tsx')).AdminSeatPage })),
  Vouchers: lazy(async () => ({
    default: (await import('./routes/admin-vouchers-page.tsx')).AdminVouchersPage,
  })),
  VoucherNew: lazy(async () => ({
    default: (await import('./routes/admin-voucher-new-page.tsx')).AdminVoucherNewPage,
  })),
  Voucher: lazy(async () => ({
    default: (await import('./routes/admin-voucher-page.tsx')).AdminVoucherPage,
  })),
  Users: lazy(async () => ({ default: (await import('./routes/admin-users-page.tsx')).AdminUsersPage })),
  User: lazy(async () => ({ default: (await import('./routes/admin-user-page.tsx')).AdminUserPage })),
  Roles: lazy(async () => ({ default: (await import('./routes/admin-roles-page.tsx')).AdminRolesPage })),
  Role: lazy(async () => ({ default: (await import('./routes/admin-role-page.tsx')).AdminRolePage })),
  Announcements: lazy(async () => ({
    default: (await import('./routes/admin-announcements-page.tsx')).AdminAnnouncementsPage,
  })),
  Announcement: lazy(async () => ({
    default: (await import('./routes/admin-announcement-page.tsx')).AdminAnnouncementPage,
  })),
  Outbox: lazy(async () => ({ default: (await import('./routes/admin-outbox-page.tsx')).AdminOutboxPage })),
  Message: lazy(async () => ({
    default: (await import('./routes/admin-message-page.tsx')).AdminMessagePage,
  })),
  Audit: lazy(async () => ({ default: (await import('./routes/admin-audit-page.tsx')).AdminAuditPage })),
  Settings: lazy(async () => ({ default: (await import('./layout/settings-layout.tsx')).SettingsLayout })),
  SettingsGeneral: lazy(async () => ({
    default: (await import('./routes/settings/general-page.tsx')).GeneralSettingsPage,
  })),
  SettingsMembers: lazy(async () => ({
    default: (await import('./routes/settings/members-page.tsx')).MembersSettingsPage,
  })),
  SettingsWelcome: lazy(async () => ({
    default: (await import('./routes/settings/welcome-page.tsx')).WelcomeSettingsPage,
  })),
  SettingsSignIn: lazy(async () => ({
    default: (await import('./routes/settings/sign-in-page.tsx')).SignInSettingsPage,
  })),
  SettingsProvider: lazy(async () => ({
    default: (await import('./routes/settings/provider-page.tsx')).ProviderSettingsPage,
  })),
  SettingsDiscord: lazy(async () => ({
    default: (await import('./routes/settings/discord-page.tsx')).DiscordSettingsPage,
  })),
  SettingsMail: lazy(async () => ({
    default: (await import('./routes/settings/mail-page.tsx')).MailSettingsPage,
  })),
  SettingsTunnels: lazy(async () => ({
    default: (await import('./routes/settings/tunnels-page.tsx')).TunnelSettingsPage,
  })),
  SettingsAlerts: lazy(async () => ({
    default: (await import('./routes/settings/alerts-page.tsx')).AlertsSettingsPage,
  })),
  SettingsText: lazy(async () => ({
    default: (await import('./routes/settings/text-page.tsx')).TextSettingsPage,
  })),
} as const;
