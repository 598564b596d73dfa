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
  NotFound: lazy(async () => ({ default: (await import('./routes/not-found-page.tsx')).NotFoundPage })),
} as const;
