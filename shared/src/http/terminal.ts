import { z } from 'zod';
import { StreamFault } from '../worker-messages/stream.ts';

/**
 * `WS /api/v1/machines/:id/terminal?terminal=<id>&columns=&rows=&after=`: the owner's terminal, a shell on the machine. A page that comes
 * back names its `terminal` and gets what was printed since `after` (bytes), as far as it is kept (256 KiB); with none a new one begins.
 * A terminal lives a minute without its page. Session cookie and Origin, or an API key with the scope `machines.connect`.
 *
 * Binary frames are the terminal's bytes, both ways; text frames are these.
 */
export const TerminalDown = z.discriminatedUnion('type', [
  /**
   * First of all. `from`: the number of the next byte; larger than `after` when some of it was not kept any more. `replayed`: so many of the
   * next bytes were printed before.
   */
  z.object({
    type: z.literal('terminal'),
    id: z.uuid(),
    from: z.int().nonnegative(),
    isNew: z.boolean(),
    replayed: z.int().nonnegative().default(0),
  }),
  z.object({ type: z.literal('exit'), code: z.int().nullable() }),
  z.object({ type: z.literal('fault'), fault: StreamFault }),
]);
export type TerminalDown = z.infer<typeof TerminalDown>;

export const TerminalUp = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('resize'),
    columns: z.int().min(10).max(500),
    rows: z.int().min(4).max(300),
  }),
  /** Ends the shell now: nobody comes back to it. */
  z.object({ type: z.literal('close') }),
]);
export type TerminalUp = z.infer<typeof TerminalUp>;

export const TerminalQuery = z.object({
  terminal: z.uuid().optional(),
  columns: z.coerce.number().int().min(10).max(500).default(80),
  rows: z.coerce.number().int().min(4).max(300).default(24),
  after: z.coerce.number().int().nonnegative().default(0),
});
export type TerminalQuery = z.infer<typeof TerminalQuery>;

/** Close codes of terminal, tcp and screen sockets, beside those of live data (1012 restart, 4401 signed out). */
export const streamCloseCodes = {
  /** The machine, the program or the page at the other end has ended: do not come back. */
  ended: { code: 4410, final: true },
  /** Cut on the way: come back. */
  cut: { code: 4411, final: false },
  /** Too many are open. */
  tooMany: { code: 4429, final: true },
} as const;
