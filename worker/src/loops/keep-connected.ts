import { openSession } from '../broker-client/open-session.ts';
import type { SessionHandlers } from '../broker-client/open-session.ts';
import { finalCloseText, reconnectDelayMs } from '../broker-client/reconnect-delay.ts';
import type { WorkerIdentity } from '../identity/worker-identity.ts';
import type { Logger } from '../logger.ts';
import { pause } from '../pause.ts';
import { StopError } from '../stop-error.ts';

/**
 * Keeps one connection to the broker, for ever. Ways out: `signal` is aborted (resolves), or the broker closed for good
 * (throws StopError with what the operator should know).
 */
export async function keepConnected(
  options: { url: string; identity: WorkerIdentity; bootId: string; signal: AbortSignal },
  handlers: SessionHandlers & { /** Answers whether to come back. */ closed: () => boolean },
  log: Logger,
): Promise<void> {
  const { signal } = options;
  for (let failures = 0; !signal.aborted; failures += 1) {
    const { code, reason } = await openSession(options, {
      ...handlers,
      joined(session) {
        failures = -1;
        handlers.joined(session);
      },
    });
    const comesBack = handlers.closed();
    if (signal.aborted || !comesBack) return;
    const final = finalCloseText(code);
    if (final !== null) throw new StopError(`The broker closed the connection for good: ${final}`);
    const delayMs = reconnectDelayMs({
      failures: Math.max(0, failures),
      closeCode: code,
      random: Math.random(),
    });
    log.warn({ closeCode: code, reason, delayMs }, 'the connection to the broker is gone; connecting again');
    await pause(delayMs, signal).catch(() => undefined);
  }
}
