/** Every address of the dashboard; links are made here and nowhere else. */
export const paths = {
  landing: '/',
  signIn: '/sign-in',
  secondFactor: '/sign-in/second-factor',
  register: '/register',
  forgotPassword: '/forgot-password',
  resetPassword: '/reset-password',
  verifyEmail: '/verify-email',
  terms: '/terms',
  privacy: '/privacy',
  setup: '/setup',
  shop: '/shop',
  machines: '/machines',
  machine: (id: string) => `/machines/${encodeURIComponent(id)}`,
  wallet: '/wallet',
  redeem: '/redeem',
  announcements: '/announcements',
  notifications: '/notifications',
  device: '/device',
  account: '/account',
  accountWays: '/account/ways-in',
  accountSecurity: '/account/security',
  accountKeys: '/account/keys',
  accountDiscord: '/account/discord',
  accountNotifications: '/account/notifications',
  accountData: '/account/data',
  admin: '/admin',
  adminIncidents: '/admin/incidents',
  adminClosedIncidents: '/admin/incidents/closed',
  adminIncident: (id: string) => `/admin/incidents/${encodeURIComponent(id)}`,
  adminFleet: '/admin/fleet',
  adminMachines: '/admin/machines',
  adminMachine: (id: string) => `/admin/machines/${encodeURIComponent(id)}`,
  adminScreen: (id: string) => `/admin/machines/${encodeURIComponent(id)}/live-view`,
  adminPools: '/admin/pools',
  adminPoolNew: '/admin/pools/new',
  adminPool: (id: string) => `/admin/pools/${encodeURIComponent(id)}`,
  adminProducts: '/admin/products',
  adminProductNew: '/admin/products/new',
  adminProduct: (id: string) => `/admin/products/${encodeURIComponent(id)}`,
  adminLabs: '/admin/labs',
  adminLabNew: '/admin/labs/new',
  adminLab: (id: string) => `/admin/labs/${encodeURIComponent(id)}`,
  adminLabEdit: (id: string) => `/admin/labs/${encodeURIComponent(id)}/edit`,
  adminSeatNew: (labId: string) => `/admin/labs/${encodeURIComponent(labId)}/seats/new`,
  adminSeat: (labId: string, id: string) =>
    `/admin/labs/${encodeURIComponent(labId)}/seats/${encodeURIComponent(id)}`,
  adminVouchers: '/admin/vouchers',
  adminVoucherNew: '/admin/vouchers/new',
  adminVoucher: (id: string) => `/admin/vouchers/${encodeURIComponent(id)}`,
  adminUsers: '/admin/users',
  adminUser: (id: string) => `/admin/users/${encodeURIComponent(id)}`,
  adminRoles: '/admin/roles',
  adminRoleNew: '/admin/roles/new',
  adminRole: (name: string) => `/admin/roles/${encodeURIComponent(name)}`,
  adminAnnouncements: '/admin/announcements',
  adminAnnouncementNew: '/admin/announcements/new',
  adminAnnouncement: (id: string) => `/admin/announcements/${encodeURIComponent(id)}`,
  adminOutbox: '/admin/outbox',
  adminMessage: (id: string) => `/admin/outbox/${encodeURIComponent(id)}`,
  adminSettings: '/admin/settings',
  adminSettingsMembers: '/admin/settings/members',
  adminSettingsWelcome: '/admin/settings/welcome',
  adminSettingsSignIn: '/admin/settings/sign-in',
  adminSettingsProvider: (id: string) => `/admin/settings/sign-in/${encodeURIComponent(id)}`,
  adminSettingsDiscord: '/admin/settings/discord',
  adminSettingsMail: '/admin/settings/mail',
  adminSettingsTunnels: '/admin/settings/tunnels',
  adminSettingsAlerts: '/admin/settings/alerts',
  adminSettingsTerms: '/admin/settings/terms',
  adminSettingsPrivacy: '/admin/settings/privacy',
  adminAudit: '/admin/audit',
} as const;

/** Where to come back to after signing in, as a query. */
export function withReturnPath(path: string, returnTo: string): string {
  return returnTo === paths.landing ? path : `${path}?return=${encodeURIComponent(returnTo)}`;
}

/** The wanted return path when it is one of ours, else the shop: another site must never be the target. */
export function readReturnPath(query: URLSearchParams): string {
  // The broker calls it `returnTo` when it sends a browser back from a provider's page.
  const wanted = query.get('return') ?? query.get('returnTo');
  if (!wanted || !/^\/(?![/\\])/.test(wanted)) return paths.shop;
  return wanted;
}

/** Why somebody stands before the sign-in page who was signed in a moment ago. */
export type Parting = 'ended' | 'deleted';

/** The sign-in page's address, saying why one is sent there. */
export function withParting(path: string, why: Parting): string {
  return `${path}${path.includes('?') ? '&' : '?'}parting=${why}`;
}

export function readParting(query: URLSearchParams): Parting | null {
  const why = query.get('parting');
  return why === 'ended' || why === 'deleted' ? why : null;
}
