import { OpenedEndpoint } from '@coinslot/shared/worker-messages/report-body.ts';
import { z } from 'zod';
import type { LabState } from '../../recipes/recipe.ts';

/** The lab's word for a machine's state, in ours. */
export const MachineState = z
  .enum(['starting', 'running', 'restarting', 'ending', 'ended', 'failed'])
  .transform((state): LabState => (state === 'running' ? 'live' : state));

/** One row of "My machines". */
export const MachineRow = z
  .object({ 'data-machine-id': z.string().min(1), 'data-state': MachineState, 'data-label': z.string() })
  .transform((row) => ({
    labRef: row['data-machine-id'],
    state: row['data-state'],
    label: row['data-label'],
  }));

/** What the catalogue offers, by the lab's own names. */
export const Offered = z.array(
  z.object({ 'data-template': z.string().min(1) }).transform((item) => item['data-template']),
);

/** The lab's word on when somebody was last logged in. */
export const LastUse = z
  .object({ datetime: z.iso.datetime(), 'data-in-use': z.enum(['yes', 'no']) })
  .transform((shown) => ({ at: Date.parse(shown.datetime), inUse: shown['data-in-use'] === 'yes' }));

/** What the connection page shows. */
export const Connection = z.object({
  // What is no address or name, an option of ssh say, must not get further than this page.
  host: OpenedEndpoint.shape.host,
  port: z.coerce.number().int().min(1).max(65_535),
  username: OpenedEndpoint.shape.username,
  password: z.string().min(1).max(200),
  privateKey: z.null().default(null),
  hostKeyFingerprint: z.string().regex(/^SHA256:[A-Za-z0-9+/]{43}$/),
});

/** What the terminal page shows after a command. `exitCode` is null when the lab stopped the command. */
export const Transcript = z.object({
  output: z.string(),
  exitCode: z.coerce.number().int().nullable().catch(null),
});
export type Transcript = z.infer<typeof Transcript>;

const Shown = z.string().nullable();

/** What may stand in the way of any page: the text of each obstacle, null where there is none. */
export const Obstacles = z.object({
  captcha: Shown,
  terms: Shown,
  message: Shown,
  dialog: Shown,
  signInForm: Shown,
});

/** What the lab says when it does not start a machine. */
export const Refusal = z.object({ startError: Shown, message: Shown });
