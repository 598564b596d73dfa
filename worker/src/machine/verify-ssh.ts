import ssh2 from 'ssh2';
import { RecipeError } from '../recipes/recipe-error.ts';
import type { LabConnection } from '../recipes/recipe.ts';
import { fingerprintOf, knownHostsLine } from './host-key.ts';
import { loginOf } from './ssh-login.ts';
import type { Carrier } from './way-in.ts';

/**
 * A real login as the member would do it: what carries him leads to SSH, its host key is the one the lab names, the password or the key
 * is accepted and `true` exits 0.
 *
 * @returns the line for a known_hosts file
 */
export async function verifySsh(
  connection: LabConnection,
  { dial, named }: Pick<Carrier, 'dial' | 'named'>,
  signal: AbortSignal,
): Promise<string> {
  const client = new ssh2.Client();
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const fail = (message: string): void => reject(new RecipeError('verify_failed', message));
  const abort = (): void => reject(signal.reason);
  let hostKey: Buffer | null = null;

  signal.addEventListener('abort', abort, { once: true });
  client.on('error', (error) => fail(`Logging in failed: ${error.message}`));
  client.on('close', () => fail('The machine closed the connection.'));
  client.on('ready', () => {
    client.exec('true', (error, channel) => {
      if (error !== undefined) return fail(`No command could be run: ${error.message}`);
      channel.on('exit', (code: number | null) => {
        if (code === 0 && hostKey !== null) resolve(knownHostsLine(named, hostKey));
        else fail(`The command "true" ended with ${code}.`);
      });
      channel.resume();
    });
  });
  try {
    signal.throwIfAborted();
    client.connect({
      host: dial.host,
      port: dial.port,
      ...loginOf(connection),
      readyTimeout: 0,
      hostVerifier: (key: Buffer) => {
        hostKey = key;
        return fingerprintOf(key) === connection.hostKeyFingerprint;
      },
    });
    return await promise;
  } finally {
    signal.removeEventListener('abort', abort);
    client.destroy();
  }
}
