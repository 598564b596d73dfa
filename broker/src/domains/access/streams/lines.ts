import type { Permission } from '@coinslot/shared/permissions.ts';
import type { BrokerContext } from '../../../context.ts';
import { type ReadOpenSessions, watchSessions } from '../../../live/watch-sessions.ts';
import { readStreamHolders, type StreamHolder } from './read-stream-holder.ts';

/**
 * Why a line ended. `ended`: the machine or what ran there has; `cut`: come back; `signed_out`, `forbidden`: whoever used it may not any
 * more; `restart`: this broker stops.
 */
export type LineEnd = 'ended' | 'cut' | 'signed_out' | 'forbidden' | 'restart';

/** One terminal, connection or look that is open, or about to be. */
export interface Line {
  readonly kind: 'terminal' | 'tcp' | 'screen';
  readonly machineId: string;
  readonly epoch: number;
  readonly workerId: string;
  /** The session or API key it hangs on; null before anybody has it. */
  readonly sessionId: string | null;
  /** Called when its session still stands, for lines that ask for a permission. */
  readonly permissions?: (permissions: ReadonlySet<Permission>) => void;
  /** Ends it at once; a second end does nothing. */
  end(how: LineEnd): void;
}

/** Everything that is open, with an eye on whether it still may be. */
export interface Lines {
  readonly isClosing: boolean;
  of(machineId: string, kind: Line['kind']): Line[];
  add(line: Line): void;
  remove(line: Line): void;
  /** Tells everybody to come back later. */
  close(): Promise<void>;
}

/** Ends of machines are told by the bus; this is for what the bus lost, and for other brokers' decisions. */
const lookEveryMs = 2_000;

/** Lines end within five seconds after their machine, their session, their key or their permission. */
export function openLines(
  ctx: Pick<BrokerContext, 'bus' | 'config' | 'db' | 'log'>,
  readOpenSessions: ReadOpenSessions,
): Lines {
  const open = new Set<Line>();
  const closing = new AbortController();
  let looking: Promise<void> | null = null;
  let again = false;

  const sessions = watchSessions(ctx, readOpenSessions, {
    list: () => Array.from(open, ({ sessionId }) => sessionId).filter((id) => id !== null),
    apply(found) {
      for (const line of open) {
        const permissions = line.sessionId === null ? undefined : found.get(line.sessionId);
        if (permissions === null) line.end('signed_out');
        else if (permissions) line.permissions?.(permissions);
      }
    },
  });

  async function look(): Promise<void> {
    // What is opened meanwhile was looked at just now.
    const known = [...open];
    const ids = [...new Set(known.map(({ machineId }) => machineId))];
    if (ids.length === 0) return;
    const holders = new Map(
      (await readStreamHolders(ctx.db, ids)).map((holder) => [holder.machineId, holder]),
    );
    for (const line of known) {
      const end = judge(line, holders.get(line.machineId));
      if (end !== null) line.end(end);
    }
  }

  async function lookWhileAsked(): Promise<void> {
    while (again && !closing.signal.aborted) {
      again = false;
      await look().catch((error: unknown) =>
        ctx.log.error({ err: error }, 'the machines of open streams could not be checked'),
      );
    }
    looking = null;
  }

  function ask(): void {
    again = true;
    looking ??= lookWhileAsked();
  }

  const timer = setInterval(ask, lookEveryMs);
  const forget = ctx.bus.on('machine_changed', ({ machineId }) => {
    for (const line of open) if (line.machineId === machineId) return ask();
  });

  return {
    get isClosing() {
      return closing.signal.aborted;
    },
    of: (machineId, kind) => [...open].filter((line) => line.machineId === machineId && line.kind === kind),
    add: (line) => void open.add(line),
    remove: (line) => void open.delete(line),
    async close() {
      closing.abort();
      clearInterval(timer);
      forget();
      await Promise.all([sessions.stop(), looking]);
      for (const line of open) line.end('restart');
    },
  };
}

/** Null while it may stay. */
function judge(line: Line, holder: StreamHolder | undefined): LineEnd | null {
  if (!holder || holder.hasEnded) return 'ended';
  if (holder.workerId !== line.workerId || holder.epoch !== line.epoch) return 'cut';
  // A look is at whatever the worker does for it.
  return line.kind === 'screen' || holder.state === 'ready' ? null : 'cut';
}
