import type { DeletionPreview } from '@coinslot/shared/http/account-data.ts';
import type { Account, AccountSession, Passkey } from '@coinslot/shared/http/account-security.ts';
import type { Announcement } from '@coinslot/shared/http/announcements.ts';
import type { ApiKey } from '@coinslot/shared/http/api-keys.ts';
import type { DeviceGrant } from '@coinslot/shared/http/device-grant.ts';
import type { DiscordStatus } from '@coinslot/shared/http/discord.ts';
import type { IdentityList } from '@coinslot/shared/http/identities.ts';
import type { Notification, NotificationPreferences } from '@coinslot/shared/http/notifications.ts';
import type { SignInWays } from '@coinslot/shared/http/sign-in.ts';
import type { Site } from '@coinslot/shared/http/site.ts';
import {
  aDeletion,
  aDiscord,
  aGrant,
  aSite,
  anAccount,
  someAnnouncements,
  someIdentities,
  someKeys,
  someNotifications,
  somePasskeys,
  somePreferences,
  someSessions,
  someWays,
} from './data-account.ts';

/** What the stand-in knows of its member's account; acts change it as the broker would. */
export type AccountWorld = {
  ways: SignInWays;
  site: Site;
  account: Account;
  passkeys: Passkey[];
  sessions: AccountSession[];
  identities: IdentityList;
  discord: DiscordStatus;
  keys: ApiKey[];
  grant: DeviceGrant;
  deletion: DeletionPreview;
  announcements: Announcement[];
  /** The ones that lie over the pages; none unless a test wants them. */
  banners: Announcement[];
  notifications: Notification[];
  preferences: NotificationPreferences;
  /** False: acts on the account first want to know who sits there. */
  fresh: boolean;
};

export function createAccountWorld(): AccountWorld {
  return {
    ways: someWays(),
    site: aSite(),
    account: anAccount(),
    passkeys: somePasskeys(),
    sessions: someSessions(),
    identities: someIdentities(),
    discord: aDiscord(),
    keys: someKeys(),
    grant: aGrant(),
    deletion: aDeletion(),
    announcements: someAnnouncements(),
    banners: [],
    notifications: someNotifications(),
    preferences: somePreferences(),
    fresh: true,
  };
}
