import ssh2 from 'ssh2';
import { fingerprintOf } from './host-key.ts';

/**
 * Whether the machine itself answers at its address in time: SSH with the host key it was verified with. Another machine that got
 * the same port since is not it. Nobody logs in.
 */
export function probeSsh(
  address: { host: string; port: number; hostKeyFingerprint: string },
  timeoutMs: number,
): Promise<boolean> {
  const client = new ssh2.Client();
  const { promise, resolve } = Promise.withResolvers<boolean>();
  client.on('error', () => resolve(false));
  client.on('close', () => resolve(false));
  client.connect({
    host: address.host,
    port: address.port,
    username: 'probe',
    readyTimeout: timeoutMs,
    hostVerifier: (key: Buffer) => {
      resolve(fingerprintOf(key) === address.hostKeyFingerprint);
      // The question is answered; going on would be a login.
      return false;
    },
  });
  return promise.finally(() => client.destroy());
}
