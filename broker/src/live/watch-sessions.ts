import type { Permission } from '@coinslot/shared/permissions.ts';
import type { BrokerContext } from '../context.ts';

/** The permissions of each of these sessions that is still open; one that is not is missing. One query, however many they are. */
export type ReadOpenSessions = (
  sessionIds: readonly string[],
) => Promise<ReadonlyMap<string, ReadonlySet<Permission>>>;

export interface SessionUse {
  /** Sessions in use; may name one more than once. */
  list: () => readonly string[];
  /** Each session that was looked up: its permissions, or null when it has ended. */
  apply: (found: ReadonlyMap<string, ReadonlySet<Permission> | null>) => void;
}

/**
 * Looks every few seconds, and as soon as the bus tells of an ended one, whether the sessions in use are still open. Never two
 * looks at once. `stop` waits for the one that runs.
 */
export function watchSessions(
  ctx: Pick<BrokerContext, 'bus' | 'config' | 'log'>,
  readOpenSessions: ReadOpenSessions,
  use: SessionUse,
): { stop: () => Promise<void> } {
  const stopped = new AbortController();
  let isAsked = false;
  let running: Promise<void> | null = null;

  async function lookWhileAsked(): Promise<void> {
    while (isAsked && !stopped.signal.aborted) {
      isAsked = false;
      try {
        await look();
      } catch (error) {
        ctx.log.error({ err: error }, 'the sessions of live pages could not be checked');
      }
    }
    running = null;
  }

  async function look(): Promise<void> {
    const ids = [...new Set(use.list())];
    if (ids.length === 0) return;
    const open = await readOpenSessions(ids);
    use.apply(new Map(ids.map((id) => [id, open.get(id) ?? null])));
  }

  function ask(): void {
    isAsked = true;
    running ??= lookWhileAsked();
  }

  const timer = setInterval(ask, ctx.config.live.sessionCheckMs);
  const forget = ctx.bus.on('session_ended', ask);
  return {
    async stop() {
      stopped.abort();
      clearInterval(timer);
      forget();
      await running;
    },
  };
}
