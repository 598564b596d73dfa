import { z } from 'zod';

/** How long an admin may look through a member's eyes at once. */
export const viewAsMinutesMax = 30;

/**
 * `POST /api/v1/admin/users/:id/view-as` (204, admin.users.view_as, fresh): from now on this browser session sees what the member sees, and
 * can change nothing (`viewing_as`, 403). It ends by `DELETE /api/v1/view-as` (204), by sign-out, or by itself.
 */
export const ViewAsRequest = z.object({
  reason: z.string().trim().min(3, 'say why, in 3 characters or more').max(500, 'at most 500 characters'),
});
export type ViewAsRequest = z.infer<typeof ViewAsRequest>;

/** In `Me` while an admin looks: what the banner says. */
export const ViewingAs = z.object({
  adminName: z.string(),
  since: z.iso.datetime(),
  until: z.iso.datetime(),
});
export type ViewingAs = z.infer<typeof ViewingAs>;
