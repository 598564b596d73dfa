import { z } from 'zod';
import { ScreenControl } from '../worker-messages/stream.ts';

/**
 * `WS /api/v1/admin/machines/:id/screen` (`admin.machines.watch`): what the worker sees of the lab's page. Frames are those of ScreenControl
 * (worker-messages/stream.ts), and `hand`; `take` and input need `admin.machines.operate`. One admin at a time has the page; credentials are hidden.
 * Looking, taking, giving back and every pause are audited; what is typed is not.
 *
 * `GET /api/v1/admin/machines/:id/live-view` (`admin.machines.watch`) answers a LiveViewState.
 *
 * `POST /api/v1/admin/machines/:id/pause` and `/go-on` (Idempotency-Key): between two steps of its preparation. Going on also hands the page
 * back when the machine waits for a person.
 */
export const LiveViewState = z.object({
  /** Whether its worker holds it and can show pages. */
  canWatch: z.boolean(),
  paused: z.boolean(),
  /** Who has the page in hand. */
  takenBy: z.string().nullable(),
  needsOperator: z
    .object({ until: z.iso.datetime(), step: z.string(), failure: z.string(), message: z.string() })
    .nullable(),
});
export type LiveViewState = z.infer<typeof LiveViewState>;

/** Text frames to the admin's page: the worker's, and whether this look (not another one of the same admin) has the page in hand. */
export const ScreenDown = z.union([ScreenControl, z.object({ type: z.literal('hand'), mine: z.boolean() })]);
export type ScreenDown = z.infer<typeof ScreenDown>;
