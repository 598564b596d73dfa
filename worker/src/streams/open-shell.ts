import ssh2 from 'ssh2';
import type { ClientChannel } from 'ssh2';
import { fingerprintOf } from '../machine/host-key.ts';
import { loginOf } from '../machine/ssh-login.ts';
import type { WayIn } from '../machine/way-in.ts';
import { StreamFaultError } from './stream-fault.ts';

const loginTimeoutMs = 8_000;

export type Shell = { channel: ClientChannel; client: ssh2.Client };

/**
 * A login shell on a terminal of this size, by the machine's own credentials and only at the host key that was checked before `ready`.
 *
 * @throws StreamFaultError `unreachable` or `refused_login`
 */
export async function openShell(
  { own, endpoint }: WayIn,
  size: { columns: number; rows: number },
  signal: AbortSignal,
): Promise<Shell> {
  const client = new ssh2.Client();
  const { promise, resolve, reject } = Promise.withResolvers<Shell>();
  const bounded = AbortSignal.any([signal, AbortSignal.timeout(loginTimeoutMs)]);
  const abort = (): void => reject(new StreamFaultError('unreachable', { cause: bounded.reason }));
  bounded.addEventListener('abort', abort, { once: true });
  client.on('error', (error) =>
    // ssh2 says at which level it failed; its words may quote the machine's and stay here.
    reject(
      new StreamFaultError(error.level === 'client-authentication' ? 'refused_login' : 'unreachable', {
        cause: error,
      }),
    ),
  );
  client.once('close', () => reject(new StreamFaultError('unreachable')));
  client.once('ready', () => {
    const window = { term: 'xterm-256color', cols: size.columns, rows: size.rows };
    client.shell(window, (error, channel) => {
      if (error === undefined) resolve({ channel, client });
      else reject(new StreamFaultError('refused_login', { cause: error }));
    });
  });
  try {
    bounded.throwIfAborted();
    client.connect({
      ...own,
      ...loginOf(endpoint),
      readyTimeout: 0,
      keepaliveInterval: 15_000,
      hostVerifier: (key: Buffer) => fingerprintOf(key) === endpoint.hostKeyFingerprint,
    });
    return await promise;
  } catch (error) {
    client.destroy();
    throw error instanceof StreamFaultError ? error : new StreamFaultError('unreachable', { cause: error });
  } finally {
    bounded.removeEventListener('abort', abort);
  }
}
