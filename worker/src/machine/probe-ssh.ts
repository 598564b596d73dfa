import ssh2 from 'ssh2';
import { fingerprintOf } from './host-key.ts';
import type { WayInCheck } from './readings.ts';

/**
 * Whether the machine itself answers at its address in time: SSH with the host key it was verified with. Another machine that got
 * the same port since is not it. Nobody logs in. `latencyMs` is the time until the host key was shown; `detail` says in plain words
 * what is wrong.
 */
export function probeSsh(
  address: { host: string; port: number; hostKeyFingerprint: string },
  timeoutMs: number,
): Promise<WayInCheck> {
  const { host, port } = address;
  const asked = performance.now();
  const client = new ssh2.Client();
  const { promise, resolve } = Promise.withResolvers<WayInCheck>();
  const fail = (detail: string): void => resolve({ ok: false, latencyMs: null, detail });
  client.on('error', (error) => fail(explain(error, `${host}:${port}`, timeoutMs)));
  client.on('close', () => fail(closedEarly(`${host}:${port}`)));
  client.connect({
    host,
    port,
    username: 'probe',
    readyTimeout: timeoutMs,
    hostVerifier: (key: Buffer) => {
      const latencyMs = Math.round(performance.now() - asked);
      if (fingerprintOf(key) === address.hostKeyFingerprint) resolve({ ok: true, latencyMs, detail: null });
      else fail(`Something else answers at ${host}:${port}: its host key is another one.`);
      // The question is answered; going on would be a login.
      return false;
    },
  });
  return promise.finally(() => client.destroy());
}

function explain(error: Error, address: string, timeoutMs: number): string {
  const code = 'code' in error ? error.code : null;
  const level = 'level' in error ? error.level : null;
  if (level === 'client-timeout') return `${address} did not answer within ${timeoutMs / 1000} s.`;
  if (code === 'ECONNRESET' || error.message.startsWith('Connection lost')) return closedEarly(address);
  if (code === 'ECONNREFUSED') return `Nothing listens at ${address}.`;
  if (code === 'EHOSTUNREACH' || code === 'ENETUNREACH') return `There is no way to ${address}.`;
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return `The name in ${address} is not known.`;
  return `${address} does not answer as SSH (${error.message.slice(0, 150)}).`;
}

function closedEarly(address: string): string {
  return `${address} closed the connection before it spoke SSH.`;
}
