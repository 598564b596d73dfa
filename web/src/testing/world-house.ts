import type { AdminAnnouncement } from '@coinslot/shared/http/admin-announcements.ts';
import type { DiscordSettings } from '@coinslot/shared/http/admin-discord.ts';
import type { MailSettings, OperatorWebhook } from '@coinslot/shared/http/admin-mail.ts';
import type { OutboxMessageDetail } from '@coinslot/shared/http/admin-outbox.ts';
import type { Overview } from '@coinslot/shared/http/admin-overview.ts';
import type { RoleList } from '@coinslot/shared/http/admin-roles.ts';
import type { AdminSettings } from '@coinslot/shared/http/admin-settings.ts';
import type { ProviderSettings } from '@coinslot/shared/http/admin-sign-in.ts';
import type { TunnelSettings } from '@coinslot/shared/http/admin-tunnels.ts';
import type { AdminUserDetail, AdminUserSession, UserNote } from '@coinslot/shared/http/admin-users.ts';
import type { Voucher } from '@coinslot/shared/http/admin-vouchers.ts';
import type { Asset } from '@coinslot/shared/http/assets.ts';
import type { AuditEntry } from '@coinslot/shared/http/audit.ts';
import { someAudit } from './data-admin.ts';
import { someTunnels } from './data-care.ts';
import { someAdminAnnouncements, someImages, someMessages, someVouchers } from './data-house-messages.ts';
import {
  aDiscordServer,
  aMailServer,
  anOverview,
  someNotes,
  someProviders,
  someRoles,
  someSettings,
  someUserDetails,
  someUserSessions,
} from './data-house.ts';

/** What the stand-in knows of the house; acts of admins change it as the broker would. */
export type HouseWorld = {
  overview: (days: number) => Overview;
  users: AdminUserDetail[];
  sessions: AdminUserSession[];
  notes: UserNote[];
  roles: RoleList;
  settings: AdminSettings;
  providers: ProviderSettings[];
  discord: DiscordSettings;
  mail: MailSettings;
  webhook: OperatorWebhook;
  tunnels: TunnelSettings;
  vouchers: Voucher[];
  announcements: AdminAnnouncement[];
  images: Asset[];
  messages: OutboxMessageDetail[];
  audit: AuditEntry[];
};

export function createHouseWorld(): HouseWorld {
  return {
    overview: anOverview,
    users: someUserDetails(),
    sessions: someUserSessions(),
    notes: someNotes(),
    roles: someRoles(),
    settings: someSettings(),
    providers: someProviders(),
    discord: aDiscordServer(),
    mail: aMailServer(),
    webhook: { webhook: null, events: ['lab_closed', 'worker_lost'], revision: 0 },
    tunnels: someTunnels(),
    vouchers: someVouchers(),
    announcements: someAdminAnnouncements(),
    images: someImages(),
    messages: someMessages(),
    audit: someAudit(),
  };
}
