import type { AdminAnnouncement } from '@coinslot/shared/http/admin-announcements.ts';

/** An announcement as the audit log keeps it. Who made it stands in the line's actor, which forgets its name with the account. */
export function factsOf({ createdBy: _, ...facts }: AdminAnnouncement): object {
  return facts;
}
