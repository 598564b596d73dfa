import { lazy } from 'react';

/** Every page as its own file of the build, loaded when it is first shown. */
export const pages = {
  Landing: lazy(async () => ({ default: (await import('./routes/landing-page.tsx')).LandingPage })),
  SignIn: lazy(async () => ({ default: (await import('./routes/sign-in-page.tsx')).SignInPage })),
  Register: lazy(async () => ({ default: (await import('./routes/register-page.tsx')).RegisterPage })),
  SecondFactor: lazy(async () => ({
    default: (await import('./routes/second-factor-page.tsx')).SecondFactorPage,
  })),
  ForgotPassword: lazy(async () => ({
    default: (await import('./routes/forgot-password-page.tsx')).ForgotPasswordPage,
  })),
  ResetPassword: lazy(async () => ({
    default: (await import('./routes/reset-password-page.tsx')).ResetPasswordPage,
  })),
  VerifyEmail: lazy(async () => ({
    default: (await import('./routes/verify-email-page.tsx')).VerifyEmailPage,
  })),
  Terms: lazy(async () => ({ default: (await import('./routes/site-page.tsx')).TermsPage })),
  Privacy: lazy(async () => ({ default: (await import('./routes/site-page.tsx')).PrivacyPage })),
  Setup: lazy(async () => ({ default: (await import('./routes/setup-page.tsx')).SetupPage })),
  Shop: lazy(async () => ({ default: (await import('./routes/shop-page.tsx')).ShopPage })),
  Machines: lazy(async () => ({ default: (await import('./routes/machines-page.tsx')).MachinesPage })),
  Machine: lazy(async () => ({ default: (await import('./routes/machine-page.tsx')).MachinePage })),
  Wallet: lazy(async () => ({ default: (await import('./routes/wallet-page.tsx')).WalletPage })),
  Redeem: lazy(async () => ({ default: (await import('./routes/redeem-page.tsx')).RedeemPage })),
  Announcements: lazy(async () => ({
    default: (await import('./routes/announcements-page.tsx')).AnnouncementsPage,
  })),
  Notifications: lazy(async () => ({
    default: (await import('./routes/notifications-page.tsx')).NotificationsPage,
  })),
  Device: lazy(async () => ({ default: (await import('./routes/device-page.tsx')).DevicePage })),
  Account: lazy(async () => ({ default: (await import('./routes/account-page.tsx')).AccountPage })),
  AccountWays: lazy(async () => ({
    default: (await import('./routes/account-ways-page.tsx')).AccountWaysPage,
  })),
  AccountSecurity: lazy(async () => ({
    default: (await import('./routes/account-security-page.tsx')).AccountSecurityPage,
  })),
  AccountKeys: lazy(async () => ({
    default: (await import('./routes/account-keys-page.tsx')).AccountKeysPage,
  })),
  AccountDiscord: lazy(async () => ({
    default: (await import('./routes/account-discord-page.tsx')).AccountDiscordPage,
  })),
  AccountNotifications: lazy(async () => ({
    default: (await import('./routes/account-notifications-page.tsx')).AccountNotificationsPage,
  })),
  AccountData: lazy(async () => ({
    default: (await import('./routes/account-data-page.tsx')).AccountDataPage,
  })),
  AdminFleet: lazy(async () => ({
    default: (await import('./routes/admin-fleet-page.tsx')).AdminFleetPage,
  })),
  AdminMachines: lazy(async () => ({
    default: (await import('./routes/admin-machines-page.tsx')).AdminMachinesPage,
  })),
  AdminMachine: lazy(async () => ({
    default: (await import('./routes/admin-machine-page.tsx')).AdminMachinePage,
  })),
  AdminPools: lazy(async () => ({
    default: (await import('./routes/admin-pools-page.tsx')).AdminPoolsPage,
  })),
  AdminPool: lazy(async () => ({
    default: (await import('./routes/admin-pool-page.tsx')).AdminPoolPage,
  })),
  AdminProducts: lazy(async () => ({
    default: (await import('./routes/admin-products-page.tsx')).AdminProductsPage,
  })),
  AdminProduct: lazy(async () => ({
    default: (await import('./routes/admin-product-page.tsx')).AdminProductPage,
  })),
  AdminLabs: lazy(async () => ({
    default: (await import('./routes/admin-labs-page.tsx')).AdminLabsPage,
  })),
  AdminLab: lazy(async () => ({
    default: (await import('./routes/admin-lab-page.tsx')).AdminLabPage,
  })),
  AdminLabEdit: lazy(async () => ({
    default: (await import('./routes/admin-lab-edit-page.tsx')).AdminLabEditPage,
  })),
  AdminSeat: lazy(async () => ({
    default: (await import('./routes/admin-seat-page.tsx')).AdminSeatPage,
  })),
  AdminUsers: lazy(async () => ({ default: (await import('./routes/admin-users-page.tsx')).AdminUsersPage })),
  AdminAudit: lazy(async () => ({ default: (await import('./routes/admin-audit-page.tsx')).AdminAuditPage })),
  NotFound: lazy(async () => ({ default: (await import('./routes/not-found-page.tsx')).NotFoundPage })),
} as const;
