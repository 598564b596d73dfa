import { sql } from 'drizzle-orm';

/** A condition on announcements `a`: members can read it now. */
export const isPublished = sql`a.starts_at <= now() and (a.ends_at is null or a.ends_at > now())`;
